"""The HTTP door: routes, status codes, headers; what is shown is made by ``publish``.

server.py     uvicorn with limits on those who are slow
guard.py      what is refused before any route is looked for; the headers that every answer carries
app.py        the routes put together; errors answered in sentences
pages.py, files.py                                routes of pages, and of the files they need
api.py, lists.py, exporting.py, changes.py        routes of the interface (shapes.py: its answers beside the records)
operations.py, openapi.py, reference.py           the interface described, for programs and for people
finding.py    what an address names: ids that lead elsewhere, parameters, what is not there
door.py       what every route uses: a view, the snapshot, an answer (answers.py; kept.py: those made before)
ledgers.py    the ledger that is served
outlook.py    the snapshot of the ledger that lists, maps and counts are made from
"""
