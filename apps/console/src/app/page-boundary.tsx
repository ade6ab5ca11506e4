import { Alert, Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface State {
  readonly error?: Error;
}

/** Keeps the fault of one page on that page. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = {};

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : <Fault error={this.state.error} />;
  }
}

function Fault({ error }: { readonly error: Error }) {
  const { t } = useTranslation();
  return (
    <Alert role="alert" color="red" title={t('failedToShow')}>
      {error.message}
      <Button mt="sm" size="xs" variant="default" onClick={() => location.reload()}>
        {t('reload')}
      </Button>
    </Alert>
  );
}
