"""What tests of several rooms share: small laws, and folders of policies made for one test."""
