import { texts } from '@/i18n'
import hans from './login.zh-Hans.json'
import hant from './login.zh-Hant.json'

export const t = texts('login', hans, hant)
