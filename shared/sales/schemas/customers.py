from datetime import date
from typing import Annotated

from pydantic import AfterValidator, EmailStr, Field, StringConstraints

from shared.platform.contract import Body, Day, Out
from shared.platform.paging import PageQuery
from shared.sales import masking
from shared.sales.schemas.fields import Change, Channel, ChannelOut, Channels, Days, Part

Name = Annotated[str, StringConstraints(min_length=1, max_length=50)]
Mail = Annotated[EmailStr, Field(max_length=255)]
Phone = Annotated[str, StringConstraints(min_length=3, max_length=15, pattern=r"^\+?[0-9 ()./-]*[0-9][0-9 ()./-]*$")]
Address = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class CustomerIn(Body):
    customer_name: Name
    customer_mail: Mail
    customer_phone: Phone
    customer_address: Address
    channel: Channel = -1
    since: Annotated[Day | None, Field(description="Business day, today if missing.")] = None


class CustomerPatch(Body):
    customer_name: Change[Name] = None
    customer_mail: Change[Mail] = None
    customer_phone: Change[Phone] = None
    customer_address: Change[Address] = None
    channel: Change[Channel] = None
    since: Change[date] = None


class CustomerOut(Out):
    customer_id: int
    customer_name: str
    customer_mail: str
    customer_phone: str
    customer_address: str
    channel: ChannelOut
    since: date
    is_account_deleted: bool
    source: str | None
    external_ref: str | None
    masked: Annotated[bool, Field(description="Name, mail, phone, address and reference are hidden from you.")] = False


class MaskedCustomerOut(CustomerOut):
    """The same without anything that says who it is."""

    customer_name: Annotated[str, AfterValidator(masking.name)]
    customer_mail: Annotated[str, AfterValidator(masking.mail)]
    customer_phone: Annotated[str, AfterValidator(masking.phone)]
    customer_address: Annotated[str, AfterValidator(masking.whole)]
    external_ref: Annotated[str | None, AfterValidator(masking.whole)]
    masked: bool = True


class CustomerQuery(Days, PageQuery):
    """`from` and `to` are days of `since`."""

    q: Annotated[
        Part | None,
        Field(description="A whole mail address, or a part of a name (its beginning, if below three characters)."),
    ] = None
    influencer_id: Channels = ()
    is_account_deleted: bool | None = None
