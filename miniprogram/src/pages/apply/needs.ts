/** What people come with, in the order of how often, and every category in its group. */
import type { Category } from './steps'

export const COMMON: readonly { category: Category; icon: string }[] = [
  { category: 'labour_remuneration', icon: 'wallet' },
  { category: 'work_injury', icon: 'tools' },
  { category: 'traffic_injury', icon: 'warning' },
  { category: 'support_payments', icon: 'heart' },
  { category: 'marriage_family', icon: 'home1' },
  { category: 'domestic_violence', icon: 'error-circle' },
  { category: 'criminal_defence', icon: 'books' },
]

export const GROUPS: Readonly<Record<string, readonly Category[]>> = {
  labour: ['labour_remuneration', 'labour_relation', 'labour_compensation', 'labour_contract'],
  work_injury: ['work_injury', 'work_injury_insurance', 'occupational_disease', 'injury_off_duty'],
  traffic: ['traffic_injury'],
  medical: ['medical_injury'],
  food_and_drug: ['food_drug_injury'],
  support: ['support_payments'],
  family: ['marriage_family', 'domestic_violence', 'inheritance', 'guardianship'],
  social_security: ['social_insurance', 'social_assistance', 'survivors_pension'],
  state_compensation: ['state_compensation', 'acquitted_on_retrial'],
  legal_capacity: ['legal_capacity'],
  environment: ['environment'],
  honour: ['brave_act', 'heroes_and_martyrs'],
  local: ['rural_land', 'contract_debt', 'property_management', 'consumer'],
  administrative: ['administrative_review', 'administrative_litigation'],
  criminal: ['criminal_defence', 'criminal_victim', 'compulsory_treatment'],
}
