"""Runs one M/M/c load through a Python simulation library.

Usage: mmc.py simpy|ciw LOAD_FILE SERVERS. Prints the seconds that simulating took, and the mean wait
of all requests. The load file holds the arrival times, then as many service times, as float64.
"""

import array
import sys
import time


def read_load(path):
    values = array.array("d")
    with open(path, "rb") as file:
        values.frombytes(file.read())
    half = len(values) // 2
    return values[:half].tolist(), values[half:].tolist()


def run_simpy(arrivals, services, servers):
    import simpy

    env = simpy.Environment()
    pool = simpy.Resource(env, capacity=servers)
    waits = []

    def request(service):
        arrived = env.now
        with pool.request() as turn:
            yield turn
            waits.append(env.now - arrived)
            yield env.timeout(service)

    def source():
        for arrival, service in zip(arrivals, services):
            yield env.timeout(arrival - env.now)
            env.process(request(service))

    start = time.perf_counter()
    env.process(source())
    env.run()
    return time.perf_counter() - start, waits


def run_ciw(arrivals, services, servers):
    import ciw

    gaps = [later - sooner for sooner, later in zip([0.0] + arrivals, arrivals)]
    # Then none for so long that all have ended.
    gaps.append(1e12)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential(gaps)],
        service_distributions=[ciw.dists.Sequential(services)],
        number_of_servers=[servers],
    )
    start = time.perf_counter()
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(len(arrivals), method="Finish")
    elapsed = time.perf_counter() - start
    return elapsed, [record.waiting_time for record in simulation.get_all_records()]


def main():
    library, path, servers = sys.argv[1:]
    arrivals, services = read_load(path)
    run = {"simpy": run_simpy, "ciw": run_ciw}[library]
    seconds, waits = run(arrivals, services, int(servers))
    print(f"{seconds:.9f} {sum(waits) / len(waits):.17g}")


main()
