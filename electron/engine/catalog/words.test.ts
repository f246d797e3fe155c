import { describe, expect, it } from 'vitest'
import { nativeFolder } from './paths.ts'
import { indexedWords, typedWords } from './words.ts'

describe('words', () => {
  it('are the same however accents and case are written', () => {
    expect(typedWords('  São-João, ÂNGELA são ')).toEqual(['sao', 'joao', 'angela'])
    expect(typedWords('Ação'.normalize('NFD'))).toEqual(typedWords('AÇÃO'))
  })
  it('of compounds stand alone too', () => {
    expect(indexedWords('/Fotos/AntesDepois2019.jpg')).toEqual([
      'fotos',
      'antesdepois2019',
      'antes',
      'depois',
      '2019',
      'antesdepois',
      'jpg',
    ])
  })
})

describe('folders', () => {
  it('are written as this computer writes them', () => {
    expect(nativeFolder('/C/Clínica/Fotos', 'win32')).toBe('C:\\Clínica\\Fotos')
    expect(nativeFolder('/C', 'win32')).toBe('C:\\')
    expect(nativeFolder('/home/clínica', 'linux')).toBe('/home/clínica')
    expect(nativeFolder('', 'linux')).toBe('/')
  })
})
