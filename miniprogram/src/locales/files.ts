import { texts } from '@/i18n'
import hans from './files.zh-Hans.json'
import hant from './files.zh-Hant.json'

export const t = texts('files', hans, hant)
