"""The form of the gallery: one field of each kind that Déclic shows."""

from django import forms


class GalleryForm(forms.Form):
    """Never saved: it shows labels, help and errors as people see them."""

    first_name = forms.CharField(label="Prénom", help_text="Comme la personne veut être appelée.")
    phone = forms.CharField(label="Téléphone", required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False, max_length=500)
    place = forms.ChoiceField(label="Lieu", choices=[("", "Choisir"), ("1", "Centre social Les Brebis")])
    born_on = forms.DateField(label="Date de naissance", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    language = forms.ChoiceField(
        label="Langue de la carte", widget=forms.RadioSelect, choices=[("fr", "Français"), ("ar", "العربية")]
    )
    agreed = forms.BooleanField(label="La personne est d’accord", required=False)
