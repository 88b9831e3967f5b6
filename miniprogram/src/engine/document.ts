/** What the engine knows of the API: operations, schemas and words, made from the OpenAPI document by `npm run describe`. */
import { locale } from '@/i18n'
import type { RoleCode } from '@/stores/me'
import made from './generated/document'
import hans from './generated/hans'
import hant from './generated/hant'
import type { OperationId } from './generated/ids'

export type { OperationId } from './generated/ids'

/**
 * What a value is: c constant, s line, p paragraph, w password, d day, t instant, m month, h time of day, q the same as minutes from midnight, u id, i integer,
 * n number, f fen, b yes or no, e code, o object, a list, v one of several objects, x map, g area drawn on a map, j anything.
 */
export type Kind = 'c' | 's' | 'p' | 'w' | 'd' | 't' | 'm' | 'h' | 'q' | 'u' | 'i' | 'n' | 'f' | 'b' | 'e' | 'o' | 'a' | 'v' | 'x' | 'g' | 'j'

export interface Type {
  k: Kind
  /** May be null. */
  z?: 1
  /** Least and most: of a number, of a text's length, of a list's items. */
  n?: number
  x?: number
  /** Regular expression of a text. */
  r?: string
  /** Dictionary of a code, or of a map's keys. */
  e?: string
  /** Codes where no dictionary has them. */
  only?: string[]
  /** Name of an object's schema. */
  o?: string
  /** Index of the type of a list's items, of a map's values. */
  a?: number
  /** Variants: name of the field that tells them apart, and schema by its value. */
  by?: string
  of?: Record<string, string>
  /** Constant. */
  v?: string | number | boolean
  /** Default. */
  d?: unknown
}

export interface Field {
  name: string
  type: Type
  required: boolean
  schema: string
}

interface Packed {
  m: 'GET' | 'POST' | 'PUT' | 'DELETE'
  p: string
  root?: 1
  b?: number
  bo?: 1
  u?: string[]
  r?: number
  f?: string[]
  q?: [string, number, 0 | 1][]
  l?: 1
  v?: 1
  k?: 1
  w?: number
  t?: Record<string, number>
  g: number
}
interface Document {
  roles: RoleCode[]
  types: Type[]
  schemas: Record<string, [string, number, 0 | 1][]>
  operations: Record<OperationId, Packed>
}
interface Words {
  names: Record<string, string>
  hints: Record<string, string>
  labels: Record<string, string>
  groups: Record<number, string>
}

const document = made as Document

export interface Operation {
  id: OperationId
  method: Packed['m']
  /** Path template, with `/api/v1`. */
  path: string
  /** Names of the path's parameters, in order. */
  params: string[]
  query: Field[]
  body?: Type
  bodyOptional: boolean
  /** Media types of a file it takes, of a file it gives. */
  takesFile?: string[]
  givesFile?: string[]
  answer?: Type
  paged: boolean
  match: boolean
  keyed: boolean
  /** Roles it is for; all where undefined. */
  roles?: RoleCode[]
  /** Types of the path's parameters that are no ids. */
  typed: Record<string, Type>
  /** Which part of the API it belongs to. */
  group: number
}

export const operationIds = Object.keys(document.operations) as OperationId[]
const read = new Map<string, Operation>()

export function operation(id: OperationId): Operation {
  const had = read.get(id)
  if (had) return had
  const o = document.operations[id]
  const type = (at: number | undefined) => (at === undefined ? undefined : document.types[at])
  const made: Operation = {
    id,
    method: o.m,
    path: (o.root ? '' : '/api/v1') + o.p,
    params: Array.from(o.p.matchAll(/\{(\w+)\}/g), (m) => m[1]),
    query: (o.q ?? []).map(([name, at, required]) => ({ name, type: document.types[at], required: required === 1, schema: id })),
    body: type(o.b),
    bodyOptional: o.bo === 1,
    takesFile: o.u,
    givesFile: o.f,
    answer: type(o.r),
    paged: o.l === 1,
    match: o.v === 1,
    keyed: o.k === 1,
    roles: o.w === undefined ? undefined : document.roles.filter((_, i) => ((o.w ?? 0) >> i) & 1),
    typed: Object.fromEntries(Object.entries(o.t ?? {}).map(([name, at]) => [name, document.types[at]])),
    group: o.g,
  }
  read.set(id, made)
  return made
}

export function isOperation(id: string): id is OperationId {
  return id in document.operations
}

export function fields(schema: string): Field[] {
  return (document.schemas[schema] ?? []).map(([name, at, required]) => ({ name, type: document.types[at], required: required === 1, schema }))
}

export function items(type: Type): Type {
  return document.types[type.a ?? -1] ?? { k: 'j' }
}

const simplified = hans as Words
const traditional = hant as Words

/** A text in the language of the pages; the traditional ones are those that differ. */
function text<P extends keyof Words>(part: P, key: keyof Words[P]): string | undefined {
  const other = locale() === 'zh-Hant' ? (traditional[part][key] as string | undefined) : undefined
  return other ?? (simplified[part][key] as string | undefined)
}

/** What an operation is called. */
export function nameOf(id: OperationId): string {
  return text('names', id) ?? id
}

/** \u67e5\u770b (look at) and one with its measure word. */
const LOOKING = /^(\u67e5\u770b)?(\u4e00[\u4e2a\u4efd\u540d\u6761\u6b21\u4ef6\u5bb6\u90e8])?/

/** The same as a heading: without what the name explains, and without the verb where it only says that one looks. */
export function headingOf(id: OperationId): string {
  const name = nameOf(id).split(/[\uff1a\uff08\uff0c\uff1b]/)[0]
  return document.operations[id].m === 'GET' ? name.replace(LOOKING, '') : name
}

/** What a part of the API is called. */
export function groupName(group: number): string {
  return text('groups', group) ?? ''
}

/** Label of a field, of the schema's own where it has one. */
export function fieldLabel(field: Pick<Field, 'name' | 'schema'>): string {
  // a schema whose name two parts of the API have stands there with its module
  return text('labels', `${field.schema.replace(/^.*__/, '')}.${field.name}`) ?? text('labels', field.name) ?? field.name
}

export function fieldHint(field: Field): string {
  return text('hints', `${field.schema}.${field.name}`) ?? ''
}

/** Names of all fields, with the schemas that have them: for the test of the labels. */
export function fieldNames(): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const schema of Object.keys(document.schemas)) {
    for (const [name] of document.schemas[schema]) found.set(name, [...(found.get(name) ?? []), schema])
  }
  for (const id of operationIds) for (const [name] of document.operations[id].q ?? []) found.set(name, [...(found.get(name) ?? []), id])
  return found
}
