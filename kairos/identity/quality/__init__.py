"""Quality, on the provider's account: what it asks the operator, the Qualiopi certificates it holds, how they stand.

The operator attests a certificate, or lists a provider in its quality catalogue; `queries.standing` tells later
packages what is covered on a day. See docs/concepts/quality.md.
"""
