/** An answer as cards and lines: each field with its label, in words; parts of parts as cards of their own. */
import { label } from '@/stores/dictionaries'
import { t as common } from '@/locales/common'
import { RESOURCES, type ResourceName } from '@/actions/resources'
import { fieldLabel, fields, items, type Field, type Type } from './document'
import { plainText, titleOf } from './naming'
import { blank, isTree, type Tree, type Value } from './paths'
import { measured } from './measures'

export interface Line {
  kind: 'short' | 'long' | 'head' | 'clock' | 'link'
  label: string
  text: string
  /** What a link opens. */
  resource?: ResourceName
  id?: string
  clock?: Tree
}
export interface Section {
  title: string
  lines: Line[]
  /** Address of the part inside the answer, and the thing itself, where it is one of a list. */
  part: string
  type?: Type
  thing?: Tree
}

const HIDDEN = /^(id|version|allowed_actions|next_cursor|object_type|object_id|seed|etag|agency_ids|thumbnail)$/
const LONG = 24
const LINKS: Record<string, ResourceName> = {
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
    else if (isTree(v) && f.type.k !== 'g') parts.push({ title: fieldLabel(f), part: f.name, type: f.type, thing: v, lines: linesOf(f.type, v, mayOpen) })
    else if (Array.isArray(v) && v.some(isTree)) parts.push(...listSections(f, v, fieldLabel(f), mayOpen))
    else here.lines.push(...lineOf(f, v, mayOpen))
  }
  return [here, ...parts].filter((s) => s.lines.length > 0)
}

function listSections(f: Field, list: Value[], title: string, mayOpen: (name: ResourceName) => boolean): Section[] {
  const inner = items(f.type)
  if (inner.o === 'ClockView') return [{ title, part: f.name, lines: list.filter(isTree).map((clock) => ({ kind: 'clock' as const, label: '', text: '', clock })) }]
  return list.filter(isTree).map((thing, i) => {
    const own = titleOf(inner, thing, i)
    return { title: list.length > 1 || own !== title ? `${title}：${own}` : title, part: f.name, type: inner, thing, lines: linesOf(inner, thing, mayOpen) }
  })
}

/** Everything of a part, its own parts after a heading line. */
function linesOf(type: Type | undefined, value: Tree, mayOpen: (name: ResourceName) => boolean): Line[] {
  return ownFields(type, value).flatMap((f): Line[] => {
    const v = value[f.name]
    if (HIDDEN.test(f.name) || blank(v)) return []
    if (f.type.o === 'ClockView' && isTree(v)) return [{ kind: 'clock', label: '', text: '', clock: v }]
    if (isTree(v) && f.type.k !== 'g') return [{ kind: 'head', label: fieldLabel(f), text: '' }, ...linesOf(f.type, v, mayOpen)]
    if (Array.isArray(v) && v.some(isTree)) {
      const inner = items(f.type)
      return v.filter(isTree).flatMap((one, i): Line[] => [{ kind: 'head', label: `${fieldLabel(f)} ${i + 1}`, text: '' }, ...linesOf(inner, one, mayOpen)])
    }
    return lineOf(f, v, mayOpen)
  })
}

/** The schema's fields; of a map or of what no schema describes, what is there. */
function ownFields(type: Type | undefined, value: Tree): Field[] {
  if (type?.k === 'o' && type.o) return fields(type.o)
  if (type?.k === 'v') {
    const schema = type.of?.[String(value[type.by ?? ''])]
    if (schema) return fields(schema)
  }
  const inner: Type = type?.k === 'x' ? items(type) : { k: 'j' }
  return Object.keys(value).map((name) => ({ name: type?.e ? label(type.e, name) : name, type: inner, required: true, schema: '' })).map((f, i) => ({ ...f, name: f.name || Object.keys(value)[i] }))
}

function lineOf(f: Field, value: Value, mayOpen: (name: ResourceName) => boolean): Line[] {
  const name = fieldLabel(f)
  const resource = LINKS[f.name]
  if (f.type.k === 'u') return resource && typeof value === 'string' && mayOpen(resource) ? [{ kind: 'link', label: name, text: '', resource, id: value }] : []
  if (Array.isArray(value) && items(f.type).k === 'u') {
    if (!f.name.endsWith('evidence_ids') || !mayOpen('evidence')) return []
    return value.map((id, i) => ({ kind: 'link', label: value.length > 1 ? `${name} ${i + 1}` : name, text: '', resource: 'evidence' as const, id: String(id) }))
  }
  const text = wordsOf(f, f.type, value)
  if (text === '') return []
  return [{ kind: text.length > LONG || text.includes('\n') ? 'long' : 'short', label: name, text }]
}

function wordsOf(f: Field, type: Type, value: Value): string {
  if (typeof value === 'boolean') return common(value ? 'yes' : 'no')
  if (Array.isArray(value)) return value.map((v) => wordsOf(f, items(type), v)).filter(Boolean).join(type.a !== undefined && items(type).k === 'p' ? '\n' : '、')
  if (type.k === 'e' && !type.e) return label(f.name, String(value))
  if (type.k === 'i' || type.k === 'n') return measured(f.name, Number(value))
  if (type.k === 'j' && (typeof value === 'string' || typeof value === 'number')) return String(value)
  return plainText(type, value)
}

export function isResource(name: string): name is ResourceName {
  return name in RESOURCES
}
