"""The HTTP door: routes, status codes, headers; what is shown is made by ``publish``.

server.py     uvicorn with limits on those who are slow
guard.py      what is refused before any route is looked for; the headers that every answer carries
app.py        the routes put together
pages.py      routes of pages        api.py, lists.py, changes.py     routes of the interface
operations.py, openapi.py            the interface described
door.py       what every route uses: a ledger, the snapshot, an answer
ledgers.py    the ledger that is served
outlook.py    the snapshot of the ledger that lists, maps and counts are made from
"""
