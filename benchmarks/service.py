"""The service under a steady load from a second process, beside the bare library.

`python benchmarks/service.py [REQUESTS_A_SECOND] [SECONDS]` starts `welfare-rules serve`, sends it the example household so many
times a second over 16 connections, whether or not the answers come (an open loop), and prints the times from the planned moment of
a request to the last byte of its answer, the processor time of the service for one, and how that compares with the library in this
process: reading the same JSON, deciding, writing the same JSON.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

CASE = Path(__file__).parents[1] / "docs" / "examples" / "household.json"
ASKED = json.dumps(
    {
        "jurisdiction": "cn/model",
        "month": "2021-08",
        "known": "2021-12-31",
        "case": json.loads(CASE.read_bytes()),
    }
).encode()
CONNECTIONS = 16
WARM = 200


async def load(host: str, port: int, rate: float, seconds: float) -> list[float]:
    """Milliseconds from the planned moment to the whole answer, of each request."""
    head = f"POST /v1/determine HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: {len(ASKED)}\r\n\r\n"
    request = head.encode() + ASKED
    planned: asyncio.Queue[float | None] = asyncio.Queue()
    spent: list[float] = []

    async def client() -> None:
        reader, writer = await asyncio.open_connection(host, port)
        while (due := await planned.get()) is not None:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            size = re.search(rb"content-length: (\d+)", head)
            assert size is not None
            await reader.readexactly(int(size.group(1)))
            spent.append(1000 * (time.perf_counter() - due))
        writer.close()

    clients = [asyncio.create_task(client()) for _ in range(CONNECTIONS)]
    begun = time.perf_counter() + 0.05
    for place in range(int(rate * seconds)):
        due = begun + place / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        planned.put_nowait(due)
    for _ in clients:
        planned.put_nowait(None)
    await asyncio.gather(*clients)
    return spent


def bare(count: int) -> float:
    """Milliseconds of processor time of the library alone, for one request."""
    import welfare_rules as wr

    rules = wr.load("cn/model").at("2021-08", "2021-12-31")
    begun = 0.0
    for place in range(-WARM, count):
        if place == 0:
            begun = time.process_time()
        answer = rules.determine(json.dumps(json.loads(ASKED)["case"]))
        json.dumps(answer.to_dict(), ensure_ascii=False).encode()
    return 1000 * (time.process_time() - begun) / count


def processor(pid: int) -> float:
    """Seconds of processor time of another process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    rate, seconds = (
        (float(each) for each in (*sys.argv[1:], "200", "10")[:2])
        if len(sys.argv) != 2
        else (float(sys.argv[1]), 10.0)
    )
    command = [sys.executable, "-m", "welfare_rules", "serve", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            assert server.stdout is not None
            address = re.search(r"http://([\d.]+):(\d+)", server.stdout.readline())
            assert address is not None
            host, port = address.group(1), int(address.group(2))
            for _ in range(WARM):
                link = http.client.HTTPConnection(host, port)
                link.request("POST", "/v1/determine", ASKED)
                assert json.loads(link.getresponse().read())["total"] == "1711.50"
                link.close()
            before = processor(server.pid)
            spent = sorted(asyncio.run(load(host, port, rate, seconds)))
            cost = 1000 * (processor(server.pid) - before) / len(spent)
        finally:
            server.terminate()
    at = {
        each: spent[min(len(spent) - 1, int(len(spent) * each / 100))] for each in (50, 90, 99, 100)
    }
    alone = bare(500)
    print(
        f"{len(spent)} requests at {rate:g} a second: "
        + ", ".join(f"p{each} {value:.1f} ms" for each, value in at.items())
    )
    print(
        f"processor: {cost:.2f} ms a request, the bare library {alone:.2f} ms, ratio {cost / alone:.2f}"
    )
    print(
        f"memory of the load: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB, load average {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
