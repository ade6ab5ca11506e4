export default {
  title: 'Connect WhatsApp',
  heading: 'Connect the WhatsApp of {{name}}',
  purpose:
    'The phone that you connect here lets “{{name}}” send and receive messages by its WhatsApp. Go on only if you know who gave you this link.',
  lost: 'The connection is interrupted. This page goes on by itself once it is back.',
  loading: 'One moment…',
  busy: {
    queue: {
      title: 'Waiting for a free place',
      text: 'It begins by itself as soon as there is one. If it takes more than a few minutes, tell whoever sent you this link.',
    },
    starting: { title: 'The code is being made', text: 'It will be here in a few seconds.' },
    authenticating: {
      title: 'The phone is being connected',
      text: 'Almost done. Keep WhatsApp open on the phone.',
    },
    reconnecting: {
      title: 'The connection to WhatsApp is being restored',
      text: 'This goes on by itself. If it takes more than a few minutes, tell whoever sent you this link.',
    },
  },
  resting: {
    new: { title: 'Ready to begin', text: 'Have the phone at hand, then get the code.' },
    notScanned: {
      title: 'The time is over',
      text: 'Nobody scanned the code in time. Have the phone at hand, then get a new one.',
    },
    stopped: { title: 'This connection is switched off', text: 'Get a code to connect the phone.' },
    loggedOut: {
      title: 'No phone is connected',
      text: 'The last one was disconnected. Get a code to connect a phone.',
    },
  },
  start: 'Get a code',
  startAgain: 'Get a new code',
  stuck: {
    blocked: {
      title: 'WhatsApp has banned this number',
      text: 'Open WhatsApp on the phone and ask for a review there. Once WhatsApp works on the phone again, tell whoever sent you this link.',
    },
    failed: {
      title: 'This does not work at the moment',
      text: 'It is tried again by itself, and you can leave this page open. Tell whoever sent you this link, and name this code:',
    },
  },
  connected: {
    title: 'WhatsApp connected!',
    number: 'Connected with the number',
    nothingMore: 'There is nothing more to do. You can close this page.',
    nothingMoreHere: 'There is nothing more to do here.',
    soon: 'In a moment you are taken to {{host}}.',
    goOn: 'Go on to {{host}}',
  },
  end: {
    invalid: {
      title: 'This link is not valid any more',
      text: 'It has expired, or it was not copied whole. Ask whoever sent it to you for a new one.',
    },
    used: {
      title: 'This link was used already',
      text: 'A phone was connected since it was made. To connect another one, ask whoever sent it to you for a new link.',
    },
  },
};
