"""Runs a moto server on a free port of the loopback interface until standard input ends.

The last line of standard output is its address. Resource types that moto's CloudFormation ignores are
warnings on standard error.
"""

import json
import sys

from moto.cloudformation import models, parsing
from moto.iam.models import Role
from moto.server import ThreadedMotoServer

# moto fails ValidateTemplate on the first finding of cfn-lint, even a warning, but AWS only checks the
# syntax. cfn-lint runs as a separate check.
models.validate_template_cfn_lint = lambda template: []

# An update by moto includes resources whose condition is false, which it has never created.
update_resource = parsing.parse_and_update_resource


def update_if_wanted(logical_id, resource_json, resources_map, **more):
    condition = resource_json.get("Condition")
    if condition and not resources_map.lazy_condition_map[condition]:
        return None
    return update_resource(logical_id, resource_json, resources_map, **more)


parsing.parse_and_update_resource = update_if_wanted

# moto turns an AWS::NoValue in a list into an empty element.
clean_json = parsing.clean_json


def clean_json_without_no_value(resource_json, resources_map):
    cleaned = clean_json(resource_json, resources_map)
    if isinstance(cleaned, list):
        return [element for element in cleaned if element is not None]
    return cleaned


parsing.clean_json = clean_json_without_no_value

# moto stores a template's policy as a Python object, and returns that instead of JSON.
put_policy = Role.put_policy


def put_policy_as_json(role, policy_name, policy_json):
    is_text = isinstance(policy_json, str)
    put_policy(role, policy_name, policy_json if is_text else json.dumps(policy_json))


Role.put_policy = put_policy_as_json

# moto ignores the account filter of an OU, and gives an instance only its overridden parameters.
create_instances = models.StackInstances.create_instances


def create_filtered_instances(self, accounts, regions, parameters, targets, permission_model):
    listed = parameters if isinstance(parameters, list) else []
    overrides = {one["ParameterKey"]: one["ParameterValue"] for one in listed}
    named = targets.get("Accounts", [])
    chosen = {
        "INTERSECTION": lambda account: account in named,
        "DIFFERENCE": lambda account: account not in named,
    }.get(targets.get("AccountFilterType", "NONE"), lambda account: True)
    units = targets.get("OrganizationalUnitIds", [])
    # The management account gets no instance.
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html
    in_units = [
        one.id
        for one in (self.org_backend.accounts if units else [])
        if one.parent_id in units and one.id != self.account_id and chosen(one.id)
    ]
    return create_instances(
        self, accounts + in_units, regions, {**self.parameters, **overrides}, {}, permission_model
    )


models.StackInstances.create_instances = create_filtered_instances

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
print(f"http://{host}:{port}", flush=True)
sys.stdin.read()
server.stop()
