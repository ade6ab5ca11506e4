"""OpenStack Swift with its S3 interface, all four servers in one process, for tests.

Usage: swift-s3.py FOLDER. Prints the port of the S3 interface when it serves.
"""

import os
import signal
import sys

import eventlet

eventlet.monkey_patch()

from eventlet import wsgi
from swift.common import utils
from swift.common.ring import RingBuilder
from swift.common.storage_policy import reload_storage_policies
from swift.common.wsgi import loadapp

folder = sys.argv[1]

PROXY = """
[DEFAULT]
swift_dir = {folder}
[pipeline:main]
pipeline = catch_errors cache listing_formats s3api tempauth bulk slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
max_bucket_listing = 20
[filter:tempauth]
use = egg:swift#tempauth
user_gateway_tester = secret .admin
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
"""

STORAGE = """
[DEFAULT]
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
"""


def write(name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write(text)
    return path


def serve(listening, path):
    app = loadapp(path, global_conf={"log_name": "swift"})
    eventlet.spawn(wsgi.server, listening, app, log=open(os.devnull, "w"))


def main():
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    os.makedirs(os.path.join(folder, "devices", "disk"))
    utils.SWIFT_CONF_FILE = write(
        "swift.conf",
        "[swift-hash]\nswift_hash_path_suffix = test\n"
        "[storage-policy:0]\nname = one\ndefault = yes\n",
    )
    utils.validate_hash_conf()
    reload_storage_policies()
    ports = {}
    for kind in ("account", "container", "object"):
        listening = eventlet.listen(("127.0.0.1", 0))
        ports[kind] = listening
        ring = RingBuilder(4, 1, 0)
        ring.add_dev(
            {"id": 0, "region": 1, "zone": 1, "ip": "127.0.0.1", "device": "disk", "weight": 1}
            | {"port": listening.getsockname()[1]}
        )
        ring.rebalance()
        ring.get_ring().save(os.path.join(folder, kind + ".ring.gz"))
    for kind, listening in ports.items():
        serve(listening, write(kind + ".conf", STORAGE.format(folder=folder, kind=kind)))
    proxy = eventlet.listen(("127.0.0.1", 0))
    serve(proxy, write("proxy.conf", PROXY.format(folder=folder)))
    print(proxy.getsockname()[1], flush=True)
    # Ends with the process that started it, however that ends.
    eventlet.tpool.execute(sys.stdin.read)


main()
