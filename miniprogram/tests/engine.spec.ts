import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fieldLabel, fieldNames, fields, operation, operationIds, type Type } from '@/engine/document'
import { collect } from '@/engine/collect'
import { clockOf, instantOf, localOf, minutesOf } from '@/engine/instants'
import { measured } from '@/engine/measures'
import { at, put, type Tree } from '@/engine/paths'
import { aboutIt, changesOf, creatorOf, entrances, itemReader, readerOf } from '@/engine/relations'
import { rowsOf } from '@/engine/rows'
import { sectionsOf } from '@/engine/sections'
import { noteOf } from '@/engine/naming'
import { sourceOf } from '@/engine/sources'
import { ACTIONS } from '@/actions/table'
import { viewOf } from '@/actions/open'

const bodyOf = (id: Parameters<typeof operation>[0]): Type => operation(id).body ?? { k: 'o' }
const all = () => true

describe('labels', () => {
  it('are there for every field of every form and answer', () => {
    const missing = [...fieldNames().entries()]
      .filter(([name, schemas]) => schemas.some((schema) => fieldLabel({ name, schema }) === name))
      .filter(([, schemas]) => !schemas.every((s) => /Geometry|Feature|UploadFields|^HttpValidation|^Problem/.test(s)))
      .map(([name]) => name)
    expect(missing).toEqual([])
  })
})

describe('a form', () => {
  it('has a row for each field, and rows for each item of a list', () => {
    const rows = rowsOf(bodyOf('put_calendar'), { holidays: [{}, {}] })
    expect(rows.filter((r) => r.kind === 'item')).toHaveLength(2)
    expect(rows.find((r) => r.path === 'holidays.1.first_day')?.type.k).toBe('d')
    expect(rows.find((r) => r.kind === 'add' && r.path === 'holidays')).toBeDefined()
  })
  it('shows the fields of the variant that was chosen', () => {
    const before = rowsOf(bodyOf('record_entry'), { content: {} })
    const after = rowsOf(bodyOf('record_entry'), { content: { kind: 'hearing' } })
    expect(before.some((r) => r.path === 'content.kind' && r.kind === 'variant')).toBe(true)
    expect(after.length).toBeGreaterThan(before.length)
  })
  it('sends whole numbers, yuan as fen and local time with its offset', () => {
    const { content, errors } = collect(bodyOf('create_activity'), {
      kind: Object.keys(operation('create_activity'))[0],
      details: 'x',
      starts_at: '2026-12-01T09:00',
      ends_at: '2026-12-01T11:00',
      capacity: '20',
    })
    expect(errors.starts_at).toBeUndefined()
    expect(at(content, 'starts_at')).toBe('2026-12-01T09:00:00+08:00')
    expect(at(content, 'capacity')).toBe(20)
  })
  it('tells what is missing, with its place', () => {
    const { errors } = collect(bodyOf('put_calendar'), { holidays: [{ name: '' }], notice: { title: 'abcd' } })
    expect(Object.keys(errors)).toEqual(expect.arrayContaining(['holidays.0.name', 'holidays.0.first_day', 'notice.published_on']))
  })
  it('leaves out what is empty and may be, and says null where it must', () => {
    const { content, errors } = collect(bodyOf('edit_agency'), { name: 'abc', phone: '', address: null })
    expect(errors).toEqual({})
    expect(content).toEqual({ name: 'abc', phone: null, address: null })
  })
  it('offers colleagues by name where a form asks for a person on duty', () => {
    const asked = [['set_application_handler', 'handler_id'], ['assign_closed_file', 'staff_ids'], ['recuse_from_application', 'person_id'], ['decide_recusal', 'person_id']] as const
    expect(asked.map(([op, field]) => sourceOf(op, field)?.op)).toEqual(asked.map(() => 'list_colleagues'))
    const colleague = { person_id: '1', name: 'Wang', roles: [{ role: 'officer', agency_name: 'North' }, { role: 'decider', agency_name: 'South' }] }
    expect(noteOf(operation('list_colleagues').answer, colleague)).toMatch(/^North .+ · South /)
  })
  it('refuses what breaks the pattern', () => {
    expect(collect(bodyOf('edit_agency'), { name: 'abc', phone: 'call me' }).errors.phone).toBeDefined()
  })
  it('sends the constant of the variant', () => {
    const { content } = collect(bodyOf('record_entry'), { happened_at: '2026-11-01T08:00', content: { kind: 'progress', text: 'abcdefgh' } })
    expect(at(content, 'content.kind')).toBe('progress')
  })
})

describe('paths', () => {
  it('make what is on the way', () => {
    const tree: Tree = {}
    put(tree, 'rows.1.name', 'b')
    expect(at(tree, 'rows.1.name')).toBe('b')
    expect(at(tree, 'rows.0.name')).toBeUndefined()
  })
})

describe('times', () => {
  it('are local', () => {
    expect(instantOf('2026-03-01T')).toBeUndefined()
    expect(localOf('2026-03-01T16:30:00Z')).toBe('2026-03-02T00:30')
    expect(clockOf(1440)).toBe('24:00')
    expect(minutesOf('00:00', true)).toBe(1440)
    expect(minutesOf('12:30', false)).toBe(750)
  })
  it('and measures have units', () => {
    expect(measured('size_bytes', 2 * 1024 * 1024)).toContain('2.0')
    expect(measured('override_rate', 0.125)).toContain('12.5')
  })
})

describe('addresses', () => {
  it('tell who shows what a form changes', () => {
    expect(readerOf(operation('edit_agency'))).toEqual({ op: 'get_agency' })
    expect(readerOf(operation('put_application_hardship'))).toEqual({ op: 'get_application', part: 'hardship' })
  })
  it('never take a file for what a form starts from', () => {
    expect(readerOf(operation('import_ledger'))?.op).toBe('get_ledger')
  })
  it('tell where something new is shown', () => {
    expect(creatorOf(operation('create_firm'), {}, { id: 'f1' })).toEqual({ op: 'get_firm', params: { firm_id: 'f1' } })
  })
  it('tell how one of a list is opened', () => {
    expect(itemReader(operation('list_staff'))?.id).toBe('get_staff')
    expect(itemReader(operation('list_order_tier_changes'))?.id).toBe('get_tier_change')
  })
  it('offer each role its own', () => {
    expect(entrances('administrator').map((o) => o.id)).toContain('list_staff')
    expect(entrances('applicant').map((o) => o.id)).not.toContain('list_staff')
    expect(changesOf(operation('get_staff'), 'administrator').map((o) => o.id)).toContain('disable_staff')
    expect(aboutIt(operation('get_lawyer'), 'administrator').map((o) => o.id)).toContain('list_lawyer_changes')
  })
})

describe('an answer', () => {
  it('is shown with labels, amounts and codes; ids and versions are not', () => {
    const [first] = sectionsOf({ k: 'o', o: 'RateView' }, { agency_id: 'a', code: 'x', title: 't', value: 180000, unit: 'fen', effective_from: '2026-01-01', source: 's', in_force: true }, 'T', () => false)
    const texts = first.lines.map((l) => l.text)
    expect(texts.some((text) => text.includes('1,800'))).toBe(true)
    expect(texts).not.toContain('a')
  })
  it('has lists of many small things as lines', () => {
    const days = Array.from({ length: 5 }, (_, i) => ({ day: `2026-01-0${i + 1}`, kind: 'holiday', note: 'n', provisional: false, source: 'x' }))
    const found = sectionsOf(operation('get_calendar').answer, { year: 2026, days }, 'T', all)
    expect(found.find((s) => s.part === 'days')?.rows).toHaveLength(5)
  })
})

describe('the table of actions', () => {
  it('names operations that exist', () => {
    const known = new Set<string>(operationIds)
    expect(Object.values(ACTIONS).flatMap((codes) => Object.values(codes)).filter((id) => !known.has(id))).toEqual([])
  })
  it('knows the page of each thing that notices name', () => {
    for (const type of ['application', 'membership', 'offer', 'correction_order', 'alarm', 'check_in_duty', 'correction_report', 'crossing_permit', 'evidence_sharing', 'leave_request', 'location_question', 'order_handover', 'relocation', 'report_due', 'roster_proposal', 'sanction', 'special_permit'])
      expect(viewOf(type, 'i'), type).toContain('/engine/object/object')
    expect(viewOf('something', 'i')).toBeUndefined()
  })
})

describe('passwords', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  it('are of a kind that is never kept', () => {
    const secret = fields(bodyOf('create_staff').o ?? '').find((f) => f.name === 'password')
    expect(secret?.type.k).toBe('w')
    vi.useRealTimers()
  })
})
