"""What somebody found about two groups that look like one sponsor, or two homes that look like one."""

import uuid

from django.db import models
from django.db.models import F, Q


class Finding(models.Model):
    """Two groups are one sponsor, or their homes one home; or they are not. It holds until it is taken back.

    Nothing moves and nothing is copied: what is one is counted as one while the finding stands, and everybody goes on
    seeing what they saw. `kept`: the record that stands for both; none where they are two. `marks`: the signs for which
    they were proposed, each a digest of what they had in common: found to be two, they are proposed again with a new
    one. Of homes it counts while both are at the address at which they were.
    """

    GROUP, HOME = "group", "home"
    SAME, DIFFERENT = "same", "different"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    what = models.CharField(max_length=8)
    one = models.ForeignKey("sponsorship.Group", models.PROTECT, related_name="+")
    other = models.ForeignKey("sponsorship.Group", models.PROTECT, related_name="+")
    kept = models.ForeignKey("sponsorship.Group", models.PROTECT, null=True, related_name="+")
    marks = models.JSONField()
    reason = models.TextField(max_length=1000)
    at = models.DateTimeField()
    by = models.UUIDField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_reason = models.TextField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other", "what"], condition=Q(undone_at=None), name="sponsorship_one_finding_a_pair"
            ),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="sponsorship_found_in_order"),
            models.CheckConstraint(condition=Q(what__in=["group", "home"]), name="sponsorship_found_of_what"),
            models.CheckConstraint(
                condition=Q(kept=None) | Q(kept=F("one")) | Q(kept=F("other")),
                name="sponsorship_one_of_the_two_is_kept",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undone_reason="")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_reason=""),
                name="sponsorship_taken_back_for_a_reason",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="sponsorship_found_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}: {self.said}"

    @property
    def said(self) -> str:
        return self.SAME if self.kept_id else self.DIFFERENT
