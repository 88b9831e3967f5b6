/** An answer as cards and lines: each field with its label, in words; parts of parts as cards of their own. */
import { label } from '@/stores/dictionaries'
import { t as common } from '@/locales/common'
import type { ResourceName } from '@/actions/resources'
import { fieldLabel, fields, items, type Field, type Type } from './document'
import { noteOf, plainText, titleOf, withUnit } from './naming'
import { blank, isTree, type Tree, type Value } from './paths'
import { isAreaCode } from './rows'
import { clockOf } from './instants'
import { measured } from './measures'
import { t } from './words'

export interface Line {
  kind: 'short' | 'long' | 'head' | 'clock' | 'link' | 'area'
  label: string
  text: string
  /** What a link opens. */
  resource?: ResourceName
  id?: string
  clock?: Tree
}
export interface Row {
  title: string
  note: string
  /** All of it, where the line does not say it. */
  whole?: Section
}
export interface Section {
  title: string
  lines: Line[]
  /** Small things of a list, each in a line or two. */
  rows?: Row[]
  /** Address of the part inside the answer, and the thing itself, where it is one of a list. */
  part: string
  type?: Type
  thing?: Tree
}

const HIDDEN = /^(id|version|allowed_actions|next_cursor|object_type|object_id|seed|thumbnail|geometry|coordinates|bbox)$/
const LONG = 24
/** More things of a list than this stand in lines that open. */
const MOST_CARDS = 3
export const LINKS: Readonly<Record<string, ResourceName>> = {
  agency_id: 'agency',
  activity_id: 'activity',
  alarm_id: 'alarm',
  application_id: 'application',
  assignment_id: 'firm_assignment',
  check_in_id: 'check_in',
  duty_help_id: 'duty_help',
  duty_id: 'duty',
  evidence_id: 'evidence',
  firm_id: 'firm',
  lawyer_id: 'lawyer',
  order_id: 'correction_order',
  sanction_id: 'sanction',
  search_id: 'search',
}

/** @param mayOpen whether this person may open a resource */
export function sectionsOf(type: Type | undefined, value: Value, title: string, mayOpen: (name: ResourceName) => boolean): Section[] {
  if (type?.k === 'a' && Array.isArray(value)) return listSections({ name: '', type, required: true, schema: '' }, value, title, mayOpen)
  if (!isTree(value)) return []
  const own = ownFields(type, value)
  const here: Section = { title, part: '', lines: [] }
  const parts: Section[] = []
  for (const f of own) {
    const v = value[f.name]
    if (HIDDEN.test(f.name) || blank(v)) continue
    if (f.type.o === 'ClockView' && isTree(v)) here.lines.push({ kind: 'clock', label: '', text: '', clock: v })
    else if (isHours(f.type)) here.lines.push(...lineOf(f, v, mayOpen, value))
    else if (isShape(v)) continue
    else if (isTree(v)) parts.push({ title: called(f), part: f.name, type: f.type, thing: v, lines: linesOf(f.type, v, mayOpen) })
    else if (Array.isArray(v) && v.some(isTree)) parts.push(...listSections(f, v, called(f), mayOpen))
    else here.lines.push(...lineOf(f, v, mayOpen, value))
  }
  return [here, ...parts].filter((s) => s.lines.length > 0 || s.rows)
}

function listSections(f: Field, list: Value[], title: string, mayOpen: (name: ResourceName) => boolean): Section[] {
  const inner = items(f.type)
  if (inner.o === 'ClockView') return [{ title, part: f.name, lines: list.filter(isTree).map((clock) => ({ kind: 'clock' as const, label: '', text: '', clock })) }]
  const things = list.filter(isTree)
  const whole = (thing: Tree, i: number): Section => ({ title: titleOf(inner, thing, i), part: f.name, type: inner, thing, lines: linesOf(inner, thing, mayOpen) })
  if (things.length > 1 && isSmall(inner)) {
    return [{ title, part: f.name, lines: [], rows: things.map((thing, i) => ({ title: titleOf(inner, thing, i), note: briefOf(inner, thing) })) }]
  }
  if (things.length > MOST_CARDS) {
    return [{ title, part: f.name, lines: [], rows: things.map((thing, i) => ({ title: titleOf(inner, thing, i), note: noteOf(inner, thing), whole: whole(thing, i) })) }]
  }
  return things.map((thing, i) => {
    const one = whole(thing, i)
    return { ...one, title: things.length > 1 || one.title !== title ? `${title}：${one.title}` : title }
  })
}

/** One thing of a list, whole. */
export function wholeOf(type: Type | undefined, thing: Tree, mayOpen: (name: ResourceName) => boolean, index = 0): Section {
  return { title: titleOf(type, thing, index), part: '', type, thing, lines: linesOf(type, thing, mayOpen) }
}

/** A thing of few single values and nothing that can be done to it. */
function isSmall(type: Type): boolean {
  const own = fields(type.o ?? '')
  return own.length > 0 && own.length <= 14 && own.every((f) => !'ovx'.includes(f.type.k) && !(f.type.k === 'a' && 'ov'.includes(items(f.type).k)) && f.name !== 'id' && f.name !== 'allowed_actions')
}

/** Its values but the title's, as one text; what is not so is left out. */
function briefOf(type: Type, thing: Tree): string {
  const title = titleOf(type, thing)
  const words = fields(type.o ?? '').map((f) => {
    const value = thing[f.name]
    if (HIDDEN.test(f.name) || blank(value) || value === false) return ''
    if (value === true) return called(f)
    const text = isInternal(f, thing) || isAreaCode(f.name) ? '' : valueOf(f, thing)
    return text === '' || title.includes(text) ? '' : `${called(f)} ${text}`
  })
  return words.filter(Boolean).join(' · ')
}

/** Label of a field; of a map's entry, of its key. */
function called(f: Field & { label?: string }): string {
  return f.label ?? fieldLabel(f)
}

/** A number beside its unit is told with it. */
function valueOf(f: Field, thing: Tree): string {
  const value = thing[f.name]
  if (f.name === 'unit' && 'value' in thing) return ''
  if (/^(value|default_value)$/.test(f.name) && typeof value === 'number' && typeof thing.unit === 'string') return withUnit(value, thing.unit)
  return wordsOf(f, f.type, value)
}

/** Everything of a part, its own parts after a heading line. */
function linesOf(type: Type | undefined, value: Tree, mayOpen: (name: ResourceName) => boolean): Line[] {
  return ownFields(type, value).flatMap((f): Line[] => {
    const v = value[f.name]
    if (HIDDEN.test(f.name) || blank(v)) return []
    if (f.type.o === 'ClockView' && isTree(v)) return [{ kind: 'clock', label: '', text: '', clock: v }]
    if (isHours(f.type)) return lineOf(f, v, mayOpen, value)
    if (isShape(v)) return []
    if (isTree(v)) return [{ kind: 'head', label: called(f), text: '' }, ...linesOf(f.type, v, mayOpen)]
    if (Array.isArray(v) && v.some(isTree)) {
      const inner = items(f.type)
      return v.filter(isTree).flatMap((one, i): Line[] => [{ kind: 'head', label: `${called(f)} ${i + 1}`, text: '' }, ...linesOf(inner, one, mayOpen)])
    }
    return lineOf(f, v, mayOpen, value)
  })
}

/** The schema's fields; of a map or of what no schema describes, what is there. */
/** `agency_id` has its name beside it, in `agency_name` or `agency`. */
function nameBeside(id: string, thing: Tree): string {
  const stem = id.replace(/_id$/, '')
  const name = thing[`${stem}_name`] ?? thing[stem]
  return typeof name === 'string' ? name : ''
}
function toldByLink(name: string, thing: Tree, mayOpen: (name: ResourceName) => boolean): boolean {
  const id = `${name.replace(/_name$/, '')}_id`
  return typeof thing[name] === 'string' && typeof thing[id] === 'string' && id in LINKS && mayOpen(LINKS[id])
}

/** A code for machines that no dictionary puts in words; a checksum. */
function isInternal(f: Field, thing: Tree): boolean {
  const isCode = f.type.k === 's' && /^(action|code|kind|rule|rule_code|transition|refusal_code|path)$/.test(f.name) && /^[a-z/][a-z0-9_./?=&{}-]*$/.test(String(thing[f.name]))
  return isCode || /sha256|_hash$/.test(f.name)
}

/** Points of an outline tell a reader nothing. */
const isShape = (value: Value): boolean => isTree(value) && ('coordinates' in value || 'features' in value)

/** Hours of a day are one value. */
const isHours = (type: Type): boolean => (type.k === 'a' ? items(type) : type).o === 'HoursIO'

function ownFields(type: Type | undefined, value: Tree): (Field & { label?: string })[] {
  if (type?.k === 'o' && type.o) return fields(type.o)
  if (type?.k === 'v') {
    const schema = type.of?.[String(value[type.by ?? ''])]
    if (schema) return fields(schema)
  }
  const inner: Type = type?.k === 'x' ? items(type) : { k: 'j' }
  return Object.keys(value).map((name) => ({ name, type: inner, required: true, schema: '', label: type?.e ? label(type.e, name) : undefined }))
}

function lineOf(f: Field, value: Value, mayOpen: (name: ResourceName) => boolean, thing: Tree): Line[] {
  const name = called(f)
  const resource = LINKS[f.name]
  if (f.type.k === 'u') return resource && typeof value === 'string' && mayOpen(resource) ? [{ kind: 'link', label: name, text: nameBeside(f.name, thing), resource, id: value }] : []
  if (toldByLink(f.name, thing, mayOpen)) return []
  if (Array.isArray(value) && items(f.type).k === 'u') {
    if (!f.name.endsWith('evidence_ids') || !mayOpen('evidence')) return []
    return value.map((id, i) => ({ kind: 'link', label: value.length > 1 ? `${name} ${i + 1}` : name, text: '', resource: 'evidence' as const, id: String(id) }))
  }
  if (isAreaCode(f.name) && typeof thing.area_name === 'string') return []
  if (isAreaCode(f.name)) return (Array.isArray(value) ? value : [value]).map((code) => ({ kind: 'area', label: name, text: String(code) }))
  const text = valueOf(f, thing)
  if (text === '' || isInternal(f, thing)) return []
  // the unit that a form's label has in brackets stands with the value here
  const shown = f.type.k === 'i' ? name.replace(/\uff08[^\uff09]*\uff09$/, '') : name
  return [{ kind: text.length > LONG || text.includes('\n') ? 'long' : 'short', label: shown, text }]
}

function wordsOf(f: Field, type: Type, value: Value): string {
  if (isTree(value) && isHours(type)) return t('from_to', { from: clockOf(Number(value.begin)), to: clockOf(Number(value.end)) })
  if (typeof value === 'boolean') return common(value ? 'yes' : 'no')
  if (Array.isArray(value)) return value.map((v) => wordsOf(f, items(type), v)).filter(Boolean).join(type.a !== undefined && items(type).k === 'p' ? '\n' : '、')
  if (type.k === 'e' && !type.e) return label(f.name, String(value))
  if (type.k === 'i' || type.k === 'n') return measured(f.name, Number(value))
  if (type.k === 'j' && (typeof value === 'string' || typeof value === 'number')) return String(value)
  return plainText(type, value)
}
