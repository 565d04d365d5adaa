"""Numbers for funders: how often pages were opened and files fetched on a day, so that nobody pastes in a tracker."""
