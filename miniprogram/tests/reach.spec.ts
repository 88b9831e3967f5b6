/** Nothing of the API is out of reach: a page calls it, the engine draws it, or it is no matter for a phone. */
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { operation, operationIds, type OperationId } from '@/engine/document'
import { reachable } from '@/engine/reach'
import type { RoleCode } from '@/stores/me'

const SRC = path.resolve(__dirname, '../src')
const ROLES: RoleCode[] = ['applicant', 'lawyer', 'subject', 'officer', 'decider', 'approver', 'auditor', 'administrator']

/** Why no page has it. */
const NOT_FOR_PHONES: Partial<Record<OperationId, string>> = {
  live: 'asked by what runs the service',
  ready: 'asked by what runs the service',
  add_checkpoint: 'one log witnesses another; a machine asks',
  get_checkpoint: 'for those who verify the log, with the tools of the verify page',
  get_checkpoint_at: 'for those who verify the log, with the tools of the verify page',
  list_ledger_keys: 'for those who verify the log, with the tools of the verify page',
  prove_inclusion: 'for those who verify the log, with the tools of the verify page',
  prove_consistency: 'for those who verify the log, with the tools of the verify page',
  receive_positioning_batch: 'sent by a positioning device, signed with its key',
  move_clock: 'of the demonstration alone, by the command line',
}

const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? files(path.join(folder, e.name)) : [path.join(folder, e.name)]))
const code = files(SRC)
  .filter((f) => /\.(vue|ts)$/.test(f) && !f.includes('generated') && !f.endsWith('schema.d.ts'))
  .map((f) => readFileSync(f, 'utf8'))
  .join('\n')
const pages = code.replace(/\s+/g, ' ')

/** Called by a page's own code: typed, through the outbox, or opened as a form. */
function calledBySources(id: OperationId): boolean {
  const o = operation(id)
  const fixed = o.path.replace(/[.*+?^${}()|[\]\\]/g, (c) => (c === '{' || c === '}' ? c : `\\${c}`))
  const typed = new RegExp(`'${o.method.toLowerCase()}', ?['"\`]${fixed.replace(/\{\w+\}/g, '\\{\\w+\\}')}['"\`]`)
  const filled = new RegExp(`\`\\$?\\{?[A-Z_]*\\}?${fixed.replace(/\{\w+\}/g, '\\$\\{[^}]+\\}')}[\`?]`)
  const posted = o.method === 'POST' && [`path: '${o.path}'`, `PATH = '${o.path}'`].some((p) => pages.includes(p))
  return typed.test(pages) || posted || filled.test(pages) || new RegExp(`open(Action|View)\\( ?'${id}'`).test(pages)
}

const byEngine = new Map(ROLES.map((role) => [role, reachable(role)]))

it('leaves no operation out of reach', () => {
  const out = operationIds.filter((id) => !(id in NOT_FOR_PHONES) && !calledBySources(id) && !ROLES.some((role) => byEngine.get(role)?.has(id)))
  expect(out).toEqual([])
})

it('leaves no role without what the API offers it', () => {
  const out = operationIds.flatMap((id) => {
    if (id in NOT_FOR_PHONES || calledBySources(id)) return []
    return (operation(id).roles ?? []).filter((role) => !byEngine.get(role)?.has(id)).map((role) => `${role}: ${id}`)
  })
  expect(out).toEqual([])
})
