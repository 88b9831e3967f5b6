import { texts } from '@/i18n'
import hans from './deskfile.zh-Hans.json'
import hant from './deskfile.zh-Hant.json'

export const t = texts('deskfile', hans, hant)
