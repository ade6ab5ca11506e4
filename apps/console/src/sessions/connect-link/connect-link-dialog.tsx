import { useMutation } from '@tanstack/react-query';
import type { paths } from '@wagw/client';
import { useTranslation } from 'react-i18next';
import { useGateway } from '../../gateway/gateway.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ConnectLinkForm } from './connect-link-form.tsx';
import { MadeLink } from './made-link.tsx';

type Route = paths['/api/v1/sessions/{id}/connect-link']['post'];
/** What is wanted of a link. */
export type LinkWish = NonNullable<NonNullable<Route['requestBody']>['content']['application/json']>;
/** The link itself, which is answered only once. */
export type ConnectLink = Route['responses'][201]['content']['application/json'];

interface ConnectLinkProps {
  readonly id: string;
  onClose(): void;
}

/** Makes a link with which somebody without a key connects a phone to a session. */
export function ConnectLinkDialog({ isOpen, ...props }: ConnectLinkProps & { readonly isOpen: boolean }) {
  const { t } = useTranslation('sessions');
  return (
    <Dialog title={t('connectLink.heading')} isOpen={isOpen} onClose={props.onClose}>
      <ConnectLinkSteps {...props} />
    </Dialog>
  );
}

function ConnectLinkSteps({ id, onClose }: ConnectLinkProps) {
  const { client } = useGateway();
  const make = useMutation({
    mutationFn: async (body: LinkWish) => {
      const params = { path: { id } };
      return (await client.api.POST('/api/v1/sessions/{id}/connect-link', { params, body })).data;
    },
  });
  if (make.data === undefined)
    return (
      <ConnectLinkForm onWish={make.mutate} isBusy={make.isPending} error={make.error} onCancel={onClose} />
    );
  const isEmbedded = (make.variables?.origins ?? []).length > 0;
  return <MadeLink link={make.data} isEmbedded={isEmbedded} onClose={onClose} />;
}
