# The same processor for the official Python client.
import sys

from amazon_kclpy import kcl
from amazon_kclpy.v3 import processor


class Processor(processor.RecordProcessorBase):
    def __init__(self):
        self.bytes = 0

    def initialize(self, initialize_input):
        pass

    def process_records(self, process_records_input):
        for record in process_records_input.records:
            self.bytes += len(record.binary_data)

    def lease_lost(self, lease_lost_input):
        sys.stderr.write(f"{self.bytes} bytes\n")

    def shard_ended(self, shard_ended_input):
        pass

    def shutdown_requested(self, shutdown_requested_input):
        pass


kcl.KCLProcess(Processor()).run()
