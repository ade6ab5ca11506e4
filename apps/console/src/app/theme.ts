import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const brand: MantineColorsTuple = [
  '#e8f8f2',
  '#d3efe4',
  '#a6ddc9',
  '#76caad',
  '#4eba95',
  '#35b086',
  '#26ab7d',
  '#16966b',
  '#0b7a5b',
  '#05664c',
];

export const theme = createTheme({
  primaryColor: 'brand',
  colors: { brand },
  // The lighter ones are too pale behind or beside white for small text (WCAG AA asks for 4.5 to 1).
  primaryShade: 8,
  autoContrast: true,
  // Whoever has asked their device for less motion gets none.
  respectReducedMotion: true,
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  components: {
    // The library's own is too pale to be read on some colours.
    Alert: { styles: { title: { color: 'var(--mantine-color-text)' } } },
    // The library's <header> would be a second banner of the page.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
  },
});

/** Secondary text and complaints that can be read: the library's own are below 4.5 to 1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
  },
  dark: {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-1)',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
  },
});
