/** What the self-test asks, and what is sent of it: only what was answered. Pure. */
import type { Sent } from '@/api/client'
import type { Category } from '@/pages/apply/steps'
import { mainSection } from '@/pages/apply/steps'

type SelfTest = Sent<'/api/v1/legal-aid/eligibility', 'post'>
export type YesNo = '' | 'yes' | 'no'

export interface Answers {
  category: Category | ''
  capacity: string
  age: string
  area_code: string
  area_name: string
  migrant: YesNo
  statuses: string[]
  counsel: YesNo
  household_size: string
  household_income_fen: number | null
  own_income_fen: number | null
  opponent: boolean
  pledge: boolean
  sharing: boolean
  detained: boolean
  retrial: boolean
  forum: string
  role: string
  stage: string
  grounds: string[]
}

export function noAnswers(): Answers {
  return {
    category: '',
    capacity: '',
    age: '',
    area_code: '',
    area_name: '',
    migrant: '',
    statuses: [],
    counsel: '',
    household_size: '',
    household_income_fen: null,
    own_income_fen: null,
    opponent: false,
    pledge: false,
    sharing: false,
    detained: false,
    retrial: false,
    forum: '',
    role: '',
    stage: '',
    grounds: [],
  }
}

const whole = (text: string) => (/^\d{1,3}$/.test(text.trim()) ? Number(text.trim()) : undefined)
const known = (v: YesNo) => (v === '' ? undefined : v === 'yes')
const ticked = (on: boolean) => (on ? true : undefined)

export function selfTest(a: Answers): SelfTest {
  const statuses = [...a.statuses, ...(a.migrant === 'yes' ? ['migrant_worker'] : [])]
  const criminal = a.category !== '' && mainSection(a.category) === 'criminal'
  const asked = statuses.length > 0 || a.migrant === 'no'
  return {
    category: a.category as Category,
    statuses: asked ? (statuses as SelfTest['statuses']) : undefined,
    age_years: whole(a.age),
    household_size: whole(a.household_size),
    household_income_fen: a.household_income_fen ?? undefined,
    own_income_fen: a.own_income_fen ?? undefined,
    opponent_in_household: ticked(a.opponent),
    pledges_hardship: ticked(a.pledge),
    agrees_to_data_sharing: ticked(a.sharing),
    has_counsel: known(a.counsel),
    is_retrial_ordered: ticked(a.retrial),
    capacity: (a.capacity || undefined) as SelfTest['capacity'],
    is_detained: ticked(a.detained),
    forum: a.forum && !criminal ? { kind: a.forum as NonNullable<SelfTest['forum']>['kind'], area_code: a.area_code || undefined } : undefined,
    event_area_code: a.area_code || undefined,
    criminal: criminal
      ? {
          role: (a.role || undefined) as NonNullable<SelfTest['criminal']>['role'],
          stage: (a.stage || undefined) as NonNullable<SelfTest['criminal']>['stage'],
          grounds: a.grounds.length > 0 ? (a.grounds as NonNullable<SelfTest['criminal']>['grounds']) : undefined,
        }
      : undefined,
  }
}
