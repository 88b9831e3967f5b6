/** The wage ledger of one member: what others saved meanwhile, and amounts that are none. */
import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import YMoney from '@/components/y-money/y-money.vue'
import { caughtUp, empty, type Kept } from '@/group/rows/months'
import { useSubmit } from '@/use/submit'

const row = (paid: number) => ({ ...empty('2026-03'), agreed_fen: 700000, paid_fen: paid })
const opened = (): Kept => {
  const kept = { rows: [], base: '', version: 0 }
  caughtUp(kept, [row(0)], 1)
  return kept
}

describe('rows of a ledger kept on the phone', () => {
  it('give way to what was saved since, where nothing was typed', () => {
    const kept = opened()
    expect(caughtUp(kept, [row(500)], 2)).toBe(false)
    expect(kept).toMatchObject({ rows: [{ paid_fen: 500 }], version: 2 })
  })

  it('stay where only somebody else\'s part changed', () => {
    const kept = opened()
    kept.rows[0]!.paid_fen = 900
    expect(caughtUp(kept, [row(0)], 2)).toBe(false)
    expect(kept).toMatchObject({ rows: [{ paid_fen: 900 }], version: 2 })
  })

  it('are disputed where both changed, and no more once they agree', () => {
    const kept = opened()
    kept.rows[0]!.paid_fen = 900
    expect(caughtUp(kept, [row(500)], 2)).toBe(true)
    expect(kept.rows[0]!.paid_fen).toBe(900)
    expect(caughtUp(kept, [row(900)], 3)).toBe(false)
  })
})

describe('an amount that cannot be read', () => {
  it('is not sent as none', async () => {
    const field = mount(YMoney, { props: { label: 'x', modelValue: null } })
    const submit = useSubmit()
    let sent = 0
    const run = () => submit.run('x', () => Promise.resolve((sent += 1)))
    await field.find('input').setValue('12.345')
    expect(await run()).toBeUndefined()
    await field.find('input').setValue('12.34')
    await run()
    expect(sent).toBe(1)
    await field.find('input').setValue('12.3.4')
    await field.setProps({ modelValue: 500 })
    expect(field.find('input').element.value).toBe('5')
    await field.find('input').setValue('12.3.4')
    field.unmount()
    await flushPromises()
    await run()
    expect(sent).toBe(2)
  })
})
