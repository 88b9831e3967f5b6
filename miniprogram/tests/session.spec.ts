/** Whose request it is: two tabs, a log-out in the middle, somebody else on the same phone, and broken storage. */
import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { reactive } from 'vue'
import { call } from '@/api/client'
import { Problem } from '@/api/problem'
import { arrive, thenOf } from '@/pages/login/after'
import { keep, readKept } from '@/stores/kept'
import { loadMe, person } from '@/stores/me'
import { drop, outbox, post, resume } from '@/stores/outbox'
import { begin, end, session } from '@/stores/session'
import { useDraft } from '@/use/drafts'
import { useSubmit } from '@/use/submit'

interface Sent {
  url: string
  header: Record<string, string>
  success(r: object): void
  fail(r: object): void
}
let asked: Sent[] = []
const tokens = (who: string, n = 1) => ({ access_token: `${who}-access-${n}`, refresh_token: `${who}-refresh-${n}`, person_id: who }) as never
const answer = (at: Sent | undefined, statusCode: number, data: unknown = {}) => {
  at?.success({ statusCode, data, header: {} })
  return flushPromises()
}

beforeEach(() => {
  asked = []
  vi.mocked(uni.request).mockImplementation(((o: Sent) => void asked.push(o)) as never)
  end('chosen')
})

describe('a log-in that has run out', () => {
  const refusedCall = async () => {
    const problem = call('post', '/api/v1/me/phone', { body: { code: 'x' }, key: 'key-of-a' }).catch((e: unknown) => e)
    await flushPromises()
    return { problem, first: asked[0] }
  }

  it('is renewed, and the request is sent again by the same person', async () => {
    begin(tokens('a'))
    const { problem, first } = await refusedCall()
    await answer(first, 401, { code: 'unauthenticated' })
    await answer(asked[1], 200, tokens('a', 2))
    expect(asked[2]?.header.Authorization).toBe('Bearer a-access-2')
    await answer(asked[2], 200, { phone: '1' })
    expect(await problem).toEqual({ phone: '1' })
  })

  it('never lets who came after send what was theirs', async () => {
    begin(tokens('a'))
    const { problem, first } = await refusedCall()
    begin(tokens('b'))
    await answer(first, 401, { code: 'unauthenticated' })
    expect(((await problem) as Problem).status).toBe(401)
    expect(asked).toHaveLength(1)
    expect(session.personId).toBe('b')
  })

  it('does not take over what another person was given in another tab', async () => {
    begin(tokens('a'))
    const { problem, first } = await refusedCall()
    keep('session', { access: 'b-access-1', refresh: 'b-refresh-1', personId: 'b' })
    await answer(first, 401, { code: 'unauthenticated' })
    expect(((await problem) as Problem).status).toBe(401)
    expect(asked).toHaveLength(1)
    expect(session.access).toBe('')
    expect(readKept('session')).toMatchObject({ personId: 'b' })
  })

  it('stays ended where the person logged out while it was renewed', async () => {
    begin(tokens('a'))
    const { problem, first } = await refusedCall()
    await answer(first, 401, { code: 'unauthenticated' })
    end('chosen')
    await answer(asked[1], 200, tokens('a', 2))
    expect(((await problem) as Problem).status).toBe(401)
    expect(session.access).toBe('')
    expect(readKept('session')).toBeUndefined()
  })

  it('can be renewed on a phone that has no room', async () => {
    const full = vi.spyOn(uni, 'setStorageSync').mockImplementation(() => {
      throw new Error('full')
    })
    begin(tokens('a'))
    const { problem, first } = await refusedCall()
    await answer(first, 401, { code: 'unauthenticated' })
    await answer(asked[1], 200, tokens('a', 2))
    await answer(asked[2], 200, { phone: '1' })
    expect(await problem).toEqual({ phone: '1' })
    full.mockRestore()
  })
})

describe('after the log-in', () => {
  it('comes to pages of this product alone', () => {
    expect(thenOf({ then: '%2Fcase%2Fstatus%2Fstatus%3Fid%3D1' })).toBe('/case/status/status?id=1')
    expect(thenOf({ then: '/engine/list/list?title=50%' })).toBe('/engine/list/list?title=50%')
    for (const then of ['//evil.example', 'https://evil.example', '/pages/login/login?then=x', '', undefined]) expect(thenOf({ then })).toBeUndefined()
  })

  it('leaves no page of somebody else open', async () => {
    begin(tokens('a'))
    end('expired')
    vi.mocked(uni.reLaunch).mockClear()
    const done = arrive(tokens('b'), '/case/status/status?id=of-a')
    await flushPromises()
    await answer(asked[0], 200, { person_id: 'b', staff_account: {}, roles: [] })
    await done
    expect(uni.reLaunch).toHaveBeenCalledWith({ url: '/pages/home/home' })
  })

  it('keeps a form standing whose log-in ran out, and drops what was known of somebody else', async () => {
    begin(tokens('a'))
    const known = loadMe()
    await flushPromises()
    await answer(asked[0], 200, { person_id: 'a', roles: [] })
    await known
    end('expired')
    expect(person.me?.person_id).toBe('a')
    begin(tokens('b'))
    expect(person.me).toBeNull()
  })

  it('goes back to the form that lies beneath, as it was left', async () => {
    vi.stubGlobal('getCurrentPages', () => [{ route: 'case/objection/objection', options: { id: '1' } }, { route: 'pages/login/login', options: {} }])
    begin(tokens('a'))
    end('expired')
    const done = arrive(tokens('a'), '/case/objection/objection?id=1')
    await flushPromises()
    await answer(asked[0], 200, { person_id: 'a', staff_account: {}, roles: [] })
    await done
    expect(uni.navigateBack).toHaveBeenCalled()
    vi.stubGlobal('getCurrentPages', () => [])
  })
})

describe('the outbox', () => {
  const entry = (path: string) => ({ title: 't', path, body: {} })

  it('keeps what the server failed at, and goes on with the next', async () => {
    begin(tokens('a'))
    const first = post(entry('/one'))
    const second = post(entry('/two'))
    await flushPromises()
    await answer(asked[0], 500, { code: 'internal' })
    await answer(asked[1], 200)
    expect(outbox.entries.map((e) => [e.path, e.state])).toEqual([['/one', 'waiting']])
    expect(asked.map((a) => a.header['Idempotency-Key'])).toEqual([first.id, second.id])
    drop(first.id)
  })

  it('is never sent by another person', async () => {
    begin(tokens('a'))
    const made = post(entry('/of-a'))
    await flushPromises()
    begin(tokens('b'))
    await answer(asked[0], 401, { code: 'unauthenticated' })
    await resume()
    expect(asked).toHaveLength(1)
    expect(outbox.entries[0]).toMatchObject({ id: made.id, personId: 'a', state: 'waiting' })
    drop(made.id)
  })

  it('begins anew where what was kept is broken', () => {
    uni.setStorageSync('outbox', '{"old":true}')
    begin(tokens('a'))
    expect(post(entry('/x')).state).toBe('waiting')
    expect(outbox.entries).toHaveLength(1)
    drop(outbox.entries[0]!.id)
  })
})

describe('a draft', () => {
  it('of an older version puts back only what still fits', () => {
    uni.setStorageSync('draft::form', JSON.stringify({ words: 7, lines: 'x', on: null, more: 'y' }))
    const form = reactive({ words: 'now', lines: ['a'], on: 'day', more: null as string | null })
    useDraft('form', form)
    expect(form).toEqual({ words: 'now', lines: ['a'], on: null, more: 'y' })
    uni.setStorageSync('draft::form', '"broken"')
    useDraft('form', form)
    expect(form.words).toBe('now')
  })

  it('of who was timed out outlives the log-out of somebody else', () => {
    keep('draft:a:form', { words: 'a' })
    keep('draft:b:form', { words: 'b' })
    begin(tokens('b'))
    end('chosen')
    expect(readKept('draft:a:form')).toEqual({ words: 'a' })
    expect(readKept('draft:b:form')).toBeUndefined()
  })
})

describe('the key of an intent', () => {
  it('stays for what may have been done, and is new for everything else', async () => {
    const submit = useSubmit()
    const keys: string[] = []
    const run = (content: string, problem?: Problem) =>
      submit.run(content, (key) => {
        keys.push(key)
        return problem ? Promise.reject(problem) : Promise.resolve(true)
      })
    await run('one', new Problem(0, { code: 'timeout' }))
    await run('one', new Problem(500, { code: 'internal' }))
    await run('one')
    await run('one')
    await run('two', new Problem(422, { code: 'invalid' }))
    await run('two')
    expect(keys[1]).toBe(keys[0])
    expect(keys[2]).toBe(keys[0])
    expect(new Set(keys.slice(2)).size).toBe(4)
  })
})

describe('the network of a stranger', () => {
  it('that answers everything with its own page is no answer', async () => {
    vi.mocked(uni.request).mockImplementation(((o: Sent) => o.success({ statusCode: 200, data: '<html>', header: { 'Content-Type': 'text/html' } })) as never)
    const problem = await call('post', '/api/v1/demo/login', { anonymous: true, body: { persona: 'worker' } as never }).catch((e: unknown) => e)
    expect(problem).toMatchObject({ status: 502, passing: true })
  })
})
