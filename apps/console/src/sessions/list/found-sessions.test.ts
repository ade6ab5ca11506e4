import { describe, expect, test } from '@jest/globals';
import type { Session } from '@wagw/client';
import { countStates, findSessions, inOrder, PAGE_SIZE } from './found-sessions.ts';

const session = (id: string, changes: Partial<Session> = {}): Session => ({
  ...{ id, tenantId: 'loja', desired: 'running', state: 'ready', code: 'ready', message: '' },
  ...{ account: null, labels: [], worker: null, metadata: {}, lastActivityAt: null },
  ...{ createdAt: '2026-01-01T00:00:00Z', stateSince: '2026-01-01T00:00:00Z', ...changes },
});
const ids = (sessions: Session[], search = '', state: Session['state'] | null = null, page = 1) =>
  findSessions(inOrder(sessions), { search, state }, page).items.map(({ id }) => id);

const account = (phone: string, name: string) => ({ account: { phone, name, platform: 'android' } });

describe('what is looked for', () => {
  const shops = [
    session('padaria', account('5511912345678', 'Padaria São João')),
    session('oficina', { state: 'stopped', code: 'stopped', metadata: { contrato: 'A-77' } }),
    session('floricultura', { labels: ['brasil'], tenantId: 'flores' }),
  ];

  test.each([
    ['PADA', 'padaria'],
    ['sao joao', 'padaria'],
    ['+55 (11) 91234', 'padaria'],
    ['a-77', 'oficina'],
    ['brasil', 'floricultura'],
    ['flores', 'floricultura'],
  ])('%s is found', (search, id) => {
    expect(ids(shops, search)).toEqual([id]);
  });

  test('digits that no number has find nothing', () => {
    expect(ids(shops, '99999')).toEqual([]);
  });

  test('a state is one more condition', () => {
    expect(ids(shops, '', 'stopped')).toEqual(['oficina']);
    expect(ids(shops, 'padaria', 'stopped')).toEqual([]);
  });

  test('each state is counted', () => {
    expect(Object.fromEntries(countStates(shops))).toEqual({ ready: 2, stopped: 1 });
  });
});

describe('pages', () => {
  const many = Array.from({ length: 2 * PAGE_SIZE + 1 }, (_, index) => session(`loja-${index + 1}`));

  test('are in the order in which people count', () => {
    expect(ids([...many].reverse()).slice(0, 3)).toEqual(['loja-1', 'loja-2', 'loja-3']);
  });

  test('end with what is left, and there is none beyond', () => {
    expect(ids(many, '', null, 3)).toEqual([`loja-${2 * PAGE_SIZE + 1}`]);
    expect(findSessions(many, { search: '', state: null }, 99)).toMatchObject({ page: 3, pages: 3 });
    expect(findSessions([], { search: '', state: null }, 0)).toMatchObject({ page: 1, pages: 1, total: 0 });
  });

  test('five thousand are sorted while somebody types', () => {
    const thousands = Array.from({ length: 5_000 }, (_, index) => session(`loja-${index}`));
    expect(ids(thousands, 'loja-499', null)).toEqual([
      'loja-499',
      ...Array.from({ length: 10 }, (_, index) => `loja-499${index}`),
    ]);
  });
});
