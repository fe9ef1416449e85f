import { describe, expect, it } from 'vitest';
import { byLikeness, didYouMean, likelyMeant } from '../src/did-you-mean.js';

describe('did you mean', () => {
  it('names what differs only in case', () => {
    expect(likelyMeant('FAILOVERTIMEMILLIS', ['maxRecords', 'failoverTimeMillis'])).toEqual([
      'failoverTimeMillis',
    ]);
  });

  it.each([
    ['one mistake in a word of four letters', 'wird', 'word'],
    ['two letters that changed places in a word of five', 'wrods', 'words'],
    ['three mistakes in a word of twelve', 'proceser.tss', 'processor.ts'],
  ])('forgives %s', (_, given, meant) => {
    expect(likelyMeant(given, [meant])).toEqual([meant]);
  });

  it.each([
    ['two mistakes in a word of four letters', 'wied', 'word'],
    ['three mistakes in a word of five', 'wbcxs', 'words'],
    ['another word of the same length', 'lines', 'words'],
  ])('does not take %s for a slip', (_, given, other) => {
    expect(likelyMeant(given, [other])).toEqual([]);
  });

  it('puts the nearest first', () => {
    expect(likelyMeant('processor', ['processes', 'processors'])).toEqual(['processors', 'processes']);
    expect(byLikeness('words', ['lines', 'word', 'wards-of-the-court'])).toEqual([
      'word',
      'lines',
      'wards-of-the-court',
    ]);
  });

  it('says so in a message, or says nothing', () => {
    expect(didYouMean('sumary', ['NONE', 'SUMMARY'])).toBe(' (did you mean SUMMARY?)');
    expect(didYouMean('all', ['NONE', 'SUMMARY'])).toBe('');
  });
});
