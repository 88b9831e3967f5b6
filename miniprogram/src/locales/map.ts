import { texts } from '@/i18n'
import hans from './map.zh-Hans.json'
import hant from './map.zh-Hant.json'

export const t = texts('map', hans, hant)
