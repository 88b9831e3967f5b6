/** What one thing is called in a list or a heading, and a line that tells it from its neighbours. */
import { label } from '@/stores/dictionaries'
import { dateText, moneyText, timeText } from '@/use/words'
import { fields, items, type Field, type Type } from './document'
import { isTree, type Tree, type Value } from './paths'
import { clockOf } from './instants'
import { t } from './words'

const NAMES = ['name', 'full_name', 'real_name', 'title', 'applicant_name', 'applicant', 'person_name', 'lawyer', 'lawyer_name', 'recipient', 'number', 'username', 'agency_name', 'owner_name', 'reviewer']
const AFTER = ['username', 'status', 'kind', 'category', 'number', 'firm', 'measure', 'reason', 'tier', 'first_on', 'month', 'day', 'on_day', 'opens_at', 'raised_at', 'at', 'made_at', 'requested_at', 'created_at', 'recorded_at', 'last_day', 'due_on']

/** A single value in words; '' where it is nothing or no single value. */
export function plainText(type: Type, value: Value): string {
  if (value === null || value === undefined || value === '') return ''
  switch (type.k) {
    case 'e':
      return label(type.e ?? '', String(value))
    case 'd':
    case 'm':
      return dateText(String(value))
    case 't':
      return timeText(String(value))
    case 'f':
      return moneyText(Number(value))
    case 'q':
      return clockOf(Number(value))
    case 's':
    case 'p':
    case 'h':
    case 'i':
    case 'n':
    case 'c':
      return String(value)
    default:
      return ''
  }
}

/** A number with the unit that stands beside it. */
export function withUnit(value: number, code: string): string {
  if (code === 'fen') return moneyText(value)
  const unit = label('unit', code)
  return `${value} ${unit === code ? label('rate_unit', code) : unit}`
}

const schemaOf = (type: Type | undefined): string => (type?.k === 'a' ? (items(type).o ?? '') : (type?.o ?? ''))

/** Its own name; '' where it has none. */
export function ownName(thing: Tree): string {
  for (const name of NAMES) {
    const value = thing[name]
    if (isTree(value) && typeof value.name === 'string') return value.name
    if (typeof value === 'string' && value !== '') return value
  }
  return ''
}

/** @param type of the thing, or of the list it is in */
export function titleOf(type: Type | undefined, thing: Tree, index = 0): string {
  const named = ownName(thing)
  if (named) return named
  const own = fields(schemaOf(type))
  const coded = own.filter((f) => f.type.k === 'e' && typeof thing[f.name] === 'string')
  const code = coded.find((f) => /^(tier|kind|code|category)$/.test(f.name)) ?? coded[0]
  const when = own.find((f) => 'dtm'.includes(f.type.k) && thing[f.name])
  const words = [code, when].filter((f): f is Field => f !== undefined).map((f) => plainText(f.type, thing[f.name]))
  return words.join(' ') || t('unnamed', { n: index + 1 })
}

export function noteOf(type: Type | undefined, thing: Tree, without = ''): string {
  const own = fields(schemaOf(type))
  const title = titleOf(type, thing)
  const roles = Array.isArray(thing.roles) ? thing.roles.filter(isTree).map((r) => [r.agency_name, label('role', String(r.role))].filter(Boolean).join(' ')) : []
  const measure = typeof thing.value === 'number' && typeof thing.unit === 'string' ? [withUnit(thing.value, thing.unit), String(thing.law ?? '') + String(thing.article ?? '')] : []
  const words = AFTER.filter((name) => name !== without && !(roles.length > 0 && name === 'created_at')).map((name) => own.find((f) => f.name === name))
    .filter((f): f is Field => f !== undefined)
    .map((f) => plainText(f.type, thing[f.name]))
    .filter((w) => w !== '' && !title.includes(w))
  return [...new Set([...roles, ...measure, ...words])].filter(Boolean).slice(0, 3).join(' · ')
}
