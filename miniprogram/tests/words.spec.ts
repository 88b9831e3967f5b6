import { describe, expect, it } from 'vitest'
import { basisText } from '@/use/statutes'
import { dateText, dayOf, fenOf, moneyText, timeText, yuanText } from '@/use/words'

describe('money', () => {
  it('reads yuan as whole fen', () => {
    expect(fenOf('3500')).toBe(350000)
    expect(fenOf('3,500.5')).toBe(350050)
    expect(fenOf('0.07')).toBe(7)
  })
  it('refuses what is no amount', () => {
    for (const text of ['', '-1', '1.234', '三千', '1e3', '.5', '2.1234567万']) expect(fenOf(text)).toBeUndefined()
    for (const text of ['28000元', '2.8万', '２８０００', '28000。0']) expect(fenOf(text)).toBe(2800000)
  })
  it('writes fen as yuan', () => {
    expect(yuanText(2800000)).toBe('28,000')
    expect(yuanText(12305)).toBe('123.05')
    expect(moneyText(null)).toBe('')
    expect(moneyText(100)).toBe('1 元')
  })
})

describe('dates', () => {
  it('are those of Asia/Shanghai wherever the phone is', () => {
    expect(dayOf('2026-03-01T16:30:00Z')).toBe('2026-03-02')
    expect(timeText('2020-12-31T16:05:00Z')).toBe('2021年1月1日 00:05')
  })
  it('are written in full', () => {
    expect(dateText('2026-03-01')).toBe('2026年3月1日')
    expect(dateText('2026-03')).toBe('2026年3月')
    expect(dateText(null)).toBe('')
  })
})

describe('the legal basis of a step', () => {
  it('names each law and its articles', () => {
    expect(basisText('法律援助法 43、48(7)；148号令 13')).toBe('法律援助法第43条、第48条；司法部令第148号第13条')
    expect(basisText('《中华人民共和国法律援助法》第四十八条第（六）项')).toBe('《中华人民共和国法律援助法》第四十八条第（六）项')
  })
  it('is nothing where no statute orders the step', () => {
    expect(basisText('内部：另选评估人')).toBe('')
  })
})
