/**
 * Texts in the language the person chose. Each part of the product has a file of its own in `locales/`; simplified
 * Chinese is complete, traditional is made from it by `npm run hant`.
 */
import { I18n } from '@dcloudio/uni-i18n'
import { ref } from 'vue'
import { keep, readKept } from '@/stores/kept'

export type Locale = 'zh-Hans' | 'zh-Hant'
export const LOCALES: readonly Locale[] = ['zh-Hans', 'zh-Hant']

const NAME = 'locale'
const chosen = ref<Locale>(readKept<Locale>(NAME) ?? 'zh-Hans')
const i18n = new I18n({ locale: chosen.value, fallbackLocale: 'zh-Hans', messages: { 'zh-Hans': {}, 'zh-Hant': {} } })

export function locale(): Locale {
  return chosen.value
}

export function setLocale(to: Locale): void {
  i18n.setLocale(to)
  chosen.value = to
  keep(NAME, to)
}

export type Values = Record<string, string | number>

/**
 * Texts of one part of the product: `t('late', { days: 3 })` for `"late": "已超过 {days} 天"`.
 * @param space name of the part, unique
 */
export function texts<K extends string>(space: string, hans: Record<K, string>, hant: Partial<Record<K, string>>): (key: K, values?: Values) => string {
  const named = (all: Partial<Record<K, string>>) =>
    Object.fromEntries(Object.entries(all).map(([k, v]) => [`${space}.${k}`, v as string]))
  i18n.add('zh-Hans', named(hans))
  i18n.add('zh-Hant', named(hant))
  return (key, values) => {
    void chosen.value
    return i18n.t(`${space}.${key}`, values ?? {})
  }
}
