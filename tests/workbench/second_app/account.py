"""Forms with lazy labels, and what is behind a sign-in."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response
from wtforms import (
    BooleanField,
    Form,
    PasswordField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

account = Blueprint("account", __name__)


class SignIn(Form):
    """A form whose texts are looked up when it is shown."""

    name = StringField(
        lazy_gettext("Your name"),
        [DataRequired(lazy_gettext("Please tell us your name"))],
        description=lazy_gettext("As on your letters"),
        render_kw={"placeholder": lazy_gettext("First and last name")},
    )
    password = PasswordField(lazy_gettext("Password"), [Length(min=3)])
    country = SelectField(
        lazy_gettext("Country"),
        choices=[("si", lazy_gettext("Slovenia")), ("xk", lazy_gettext("Kosovo"))],
    )
    about = TextAreaField(lazy_gettext("About you"), default=lazy_gettext("I am new here"))
    stay = BooleanField(lazy_gettext("Stay signed in"))
    submit = SubmitField(lazy_gettext("Sign in"))


@account.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> str | Response:
    """Show the form, or sign in."""
    form = SignIn(request.form)
    if request.method == "POST" and form.validate():
        session["name"] = form.name.data
        flash(gettext("Welcome, %(name)s", name=form.name.data), "info")
        return redirect(url_for("account.front"))
    return render_template("account/sign_in.html", form=form)


@account.get("/")
def front() -> str:
    """Show what only those who signed in may see."""
    if "name" not in session:
        abort(403)
    return render_template("account/front.html", name=session["name"])


@account.get("/language/<locale>")
def choose_language(locale: str) -> Response:
    """Keep the language in the session."""
    session["locale"] = locale
    return redirect(url_for("shop.front"))
