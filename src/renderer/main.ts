import './bridge/bridge.ts';

// The connection is made while the rest is still being read: Monaco alone takes a while.
void import('./app.tsx');
