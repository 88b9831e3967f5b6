/** The statement of the household's means. */
import { call, type components } from '@/api/client'
import { t } from '@/locales/apply'
import { t as common } from '@/locales/common'
import { label } from '@/stores/dictionaries'
import { moneyText } from '@/use/words'
import type { SectionOf } from '../saving'

type Part = components['schemas']['HardshipPart']

export interface Hardship {
  household_size: string
  household_income_fen: number | null
  own_income_fen: number | null
  savings_fen: number | null
  main_property: string
  reason: string
  opponent_in_household: boolean
  verification: string
}

export const hardship: SectionOf<Hardship> = {
  code: 'hardship',
  read: (a) => ({
    household_size: a.hardship ? String(a.hardship.household_size) : '',
    household_income_fen: a.hardship?.household_income_fen ?? null,
    own_income_fen: a.hardship?.own_income_fen ?? null,
    savings_fen: a.hardship?.savings_fen ?? null,
    main_property: a.hardship?.main_property ?? '',
    reason: a.hardship?.reason ?? '',
    opponent_in_household: a.hardship?.opponent_in_household ?? false,
    verification: a.hardship?.verification ?? '',
  }),
  check(f) {
    const errors: Record<string, string> = {}
    if (!/^[1-9]\d?$/.test(f.household_size.trim())) errors.household_size = f.household_size ? t('number_bad') : common('must_fill', { label: t('household_size') })
    if (f.household_income_fen === null) errors.household_income_fen = common('must_fill', { label: t('household_income') })
    if (f.own_income_fen === null) errors.own_income_fen = common('must_fill', { label: t('own_income') })
    else if (f.household_income_fen !== null && f.own_income_fen > f.household_income_fen) errors.own_income_fen = t('income_order')
    if (!f.verification) errors.verification = common('must_fill', { label: t('verification') })
    return errors
  },
  put: (id, match, f) =>
    call('put', '/api/v1/applications/{application_id}/hardship', {
      path: { application_id: id },
      match,
      body: {
        household_size: Number(f.household_size.trim()),
        household_income_fen: f.household_income_fen ?? 0,
        own_income_fen: f.own_income_fen ?? 0,
        savings_fen: f.savings_fen,
        main_property: f.main_property.trim() || null,
        reason: f.reason.trim() || null,
        opponent_in_household: f.opponent_in_household,
        verification: f.verification as Part['verification'],
      },
    }),
  lines: (f) => [
    { label: t('household_size'), value: f.household_size ? t('people', { count: f.household_size }) : '' },
    { label: t('household_income'), value: moneyText(f.household_income_fen) },
    { label: t('own_income'), value: moneyText(f.own_income_fen) },
    { label: t('savings'), value: moneyText(f.savings_fen) },
    { label: t('main_property'), value: f.main_property },
    { label: t('hardship_reason'), value: f.reason },
    { label: t('opponent_in_household'), value: f.opponent_in_household ? t('yes') : '' },
    { label: t('verification'), value: label('hardship_verification', f.verification || null) },
  ],
}
