import { Loader } from '@mantine/core';
import { View } from './view.tsx';

/** Something is under way that needs nobody. */
export function WaitingView({ title, text }: { readonly title: string; readonly text?: string }) {
  return <View icon={<Loader size="lg" aria-hidden />} title={title} text={text} />;
}
