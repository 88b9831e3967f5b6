/** Texts of the engine's own pages. */
import { texts } from '@/i18n'
import hans from '@/locales/engine.zh-Hans.json'
import hant from '@/locales/engine.zh-Hant.json'

export const t = texts('engine', hans, hant)
