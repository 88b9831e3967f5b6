/** What somebody of a role gets to from the menu, page by page: for the test that nothing of the API is out of reach. */
import { ACTIONS, DICTIONARY_OF } from '@/actions/table'
import { RESOURCES } from '@/actions/resources'
import type { RoleCode } from '@/stores/me'
import { fields, items, operation, type Operation, type OperationId, type Type } from './document'
import { aboutIt, beside, changesOf, creations, creatorOf, entrances, isList, itemChanges, itemReader, itemType, mayUse, partPath } from './relations'
import { LINKS } from './sections'

interface Part {
  schema: string
  /** Address below which what is done to it is found. */
  path: string
}
const bare = (schema: string | undefined) => (schema ?? '').replace(/^.*__/, '')

/** What stands on the page of an answer: the things of a list; an object and its direct parts. */
function parts(o: Operation): Part[] {
  if (isList(o)) return [{ schema: itemType(o)?.o ?? '', path: o.path }]
  const inner = fields(o.answer?.o ?? '').flatMap((f): Part[] => {
    const type: Type = f.type.k === 'a' ? items(f.type) : f.type
    return type.k === 'o' && type.o ? [{ schema: type.o, path: partPath(o, f.name) }] : []
  })
  return [{ schema: o.answer?.o ?? '', path: '' }, ...inner]
}

function next(o: Operation, role: RoleCode): Operation[] {
  if (o.method !== 'GET') {
    const made = creatorOf(o, Object.fromEntries(o.params.map((p) => [p, 'x'])), { id: 'x' })
    return made ? [operation(made.op)] : []
  }
  const inside = parts(o)
  const done = inside.flatMap(({ schema, path }) => {
    const dictionary = DICTIONARY_OF[bare(schema)]
    if (dictionary) return (Object.values(ACTIONS[dictionary]) as OperationId[]).map(operation)
    return path ? itemChanges(path, role) : changesOf(o, role)
  })
  const ids = inside.flatMap(({ schema }) => fields(schema)).flatMap((f) => (f.name in LINKS ? [operation(RESOURCES[LINKS[f.name]].get)] : []))
  const reader = isList(o) ? itemReader(o) : undefined
  const else_ = inside.flatMap(({ schema }) => beside(schema, role))
  return [...done, ...else_, ...ids, ...aboutIt(o, role), ...creations(o, role), ...(reader ? [reader] : [])]
}

export function reachable(role: RoleCode): Set<OperationId> {
  const found = new Set<OperationId>()
  const waiting = [...entrances(role)]
  for (let o = waiting.pop(); o; o = waiting.pop()) {
    if (found.has(o.id) || !mayUse(o, role)) continue
    found.add(o.id)
    waiting.push(...next(o, role))
  }
  return found
}
