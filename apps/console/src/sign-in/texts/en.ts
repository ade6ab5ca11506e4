export default {
  heading: 'Sign in',
  explanation:
    'With the key that you were given for this gateway. It stays on the server: the browser keeps only a cookie.',
  key: 'Key',
  show: 'Show or hide the key',
  submit: 'Sign in',
  wrongKey: 'This key is not valid. Check that it was copied whole, or ask for a new one.',
  ended: 'You were signed out. Sign in to go on.',
};
