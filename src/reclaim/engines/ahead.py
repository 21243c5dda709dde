"""Makes the next batch in another thread while this one is worked on."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from reclaim.x12.reader import Tables


def ahead(batches: Iterable[Tables]) -> Iterator[Tables]:
    """The same batches in the same order; one more of them is in memory.

    What making a batch raises is raised here, when its turn comes.
    """
    source = iter(batches)
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, source, None)
        while (batch := coming.result()) is not None:
            coming = pool.submit(next, source, None)
            yield batch
