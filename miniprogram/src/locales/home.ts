import { texts } from '@/i18n'
import hans from './home.zh-Hans.json'
import hant from './home.zh-Hant.json'

export const t = texts('home', hans, hant)
