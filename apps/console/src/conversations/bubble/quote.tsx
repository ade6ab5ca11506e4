import { useTranslation } from 'react-i18next';
import type { Quoted } from '../messages/shown-message.ts';
import { useSummary } from '../messages/use-summary.ts';
import classes from './bubble.module.css';

interface QuoteProps {
  readonly quoted: Pick<Quoted, 'kind' | 'text'>;
  /** Who wrote it. */
  readonly name: string;
  /** Undefined: it is not loaded. */
  readonly onShow: (() => void) | undefined;
}

/** The message that another one answers; a click leads to it. */
export function Quote({ quoted: { kind = 'text', text = '' }, name, onShow }: QuoteProps) {
  const { t } = useTranslation('conversations');
  const summaryOf = useSummary();
  const summary = summaryOf({ kind, text });
  const words = (
    <>
      <span className={`${classes.small} ${classes.name}`}>
        <bdi>{name}</bdi>
      </span>
      <span className={`${classes.small} ${classes.clipped}`} dir="auto">
        {summary === '' ? t('quotedUnknown') : summary}
      </span>
    </>
  );
  if (onShow === undefined) return <blockquote className={classes.quote}>{words}</blockquote>;
  return (
    <button type="button" className={classes.quote} onClick={onShow} title={t('showQuoted')}>
      {words}
    </button>
  );
}
