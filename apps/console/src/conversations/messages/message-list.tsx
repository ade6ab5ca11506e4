import { ActionIcon, Button, Center, Loader, Text } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { useProblemText } from '../../ui/problem-alert.tsx';
import shared from '../conversations.module.css';
import classes from './message-list.module.css';
import type { Row } from './rows.ts';
import { useChatTimes } from './use-chat-times.ts';

interface MessageListProps {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly hasOlder: boolean;
  readonly isLoadingOlder: boolean;
  readonly olderError: unknown;
  loadOlder(): void;
  /** The message that somebody was led to. */
  readonly found: string | undefined;
  renderMessage(row: Extract<Row, { kind: 'message' }>): ReactNode;
}

/** So near to an end counts as being there, in pixels. */
const NEAR_END = 60;
const NEAR_BEGINNING = 800;

/** The messages of a conversation. It begins at the newest and stays there as long as nobody scrolls away. */
export function MessageList(props: MessageListProps) {
  const { label, rows, hasOlder, isLoadingOlder, olderError, loadOlder, found, renderMessage } = props;
  const { t } = useTranslation('conversations');
  const list = useRef<VirtualizerHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const [isAtEnd, setAtEnd] = useState(true);
  const isPrepended = useIsPrepended(rows);

  const toEnd = () => list.current?.scrollToIndex(rows.length - 1, { align: 'end' });
  const stay = () => {
    if (follows.current) toEnd();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each new row
  useLayoutEffect(stay, [rows.length]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each that is looked for
  useLayoutEffect(() => {
    const index = rows.findIndex(({ key }) => key === found);
    if (index < 0) return;
    follows.current = false;
    list.current?.scrollToIndex(index, { align: 'center' });
  }, [found]);

  const onScroll = (offset: number) => {
    const { scrollSize = 0, viewportSize = 0 } = list.current ?? {};
    follows.current = scrollSize - offset - viewportSize < NEAR_END;
    setAtEnd(follows.current);
    if (offset < NEAR_BEGINNING && hasOlder && olderError === null) loadOlder();
  };

  return (
    <div className={classes.frame}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by its keys */}
      <section ref={scroller} className={shared.scroller} aria-label={label} tabIndex={0}>
        <Beginning hasOlder={hasOlder} isLoading={isLoadingOlder} error={olderError} onRetry={loadOlder} />
        <Virtualizer
          ref={list}
          scrollRef={scroller}
          as="ol"
          item="li"
          data={rows}
          shift={isPrepended}
          startMargin={BEGINNING_HEIGHT}
          onScroll={onScroll}
          onResize={stay}
        >
          {(row) =>
            row.kind === 'day' ? (
              <Day key={row.key} at={row.at} />
            ) : (
              <div key={row.key}>{renderMessage(row)}</div>
            )
          }
        </Virtualizer>
      </section>
      {!isAtEnd && (
        <ActionIcon
          className={classes.down}
          size={40}
          radius="xl"
          variant="default"
          aria-label={t('toNewest')}
          onClick={() => {
            follows.current = true;
            toEnd();
          }}
        >
          <IconArrowDown size={20} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}

/** As its style says. */
const BEGINNING_HEIGHT = 48;

interface BeginningProps {
  readonly hasOlder: boolean;
  readonly isLoading: boolean;
  readonly error: unknown;
  onRetry(): void;
}

/** What stands before the oldest message. */
function Beginning({ hasOlder, isLoading, error, onRetry }: BeginningProps) {
  const { t } = useTranslation(['conversations', 'app']);
  const problem = useProblemText(error);
  return (
    <Center className={classes.beginning} h={BEGINNING_HEIGHT}>
      {error !== null ? (
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          {`${problem.title} ${t('app:retry')}`}
        </Button>
      ) : isLoading ? (
        <Loader size="sm" role="status" aria-label={t('loadingOlder')} />
      ) : (
        !hasOlder && (
          <Text size="xs" c="dimmed">
            {t('beginning')}
          </Text>
        )
      )}
    </Center>
  );
}

function Day({ at }: { readonly at: number }) {
  const { day } = useChatTimes();
  return <div className={classes.day}>{day(at)}</div>;
}

/** Whether rows have come before those of the last time, so that what is seen must stay where it is. */
function useIsPrepended(rows: readonly Row[]): boolean {
  const last = useRef<{ first: string | undefined; end: string | undefined }>(undefined);
  const first = rows.find(({ kind }) => kind === 'message')?.key;
  const end = rows.at(-1)?.key;
  const isPrepended = last.current?.first !== first && last.current?.end === end && end !== undefined;
  useLayoutEffect(() => {
    last.current = { first, end };
  });
  return isPrepended;
}
