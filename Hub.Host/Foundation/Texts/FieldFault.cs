namespace Hub.Host.Foundation.Texts;

/// <summary>What is wrong with one field of a form.</summary>
/// <param name="Field">Its name in the form; of a setting also its name in a settings file.</param>
/// <param name="Sentence">Goes on after the field's label: "wajib diisi."</param>
public sealed record FieldFault(string Field, string Sentence)
{
    /// <summary>As whoever writes the settings file needs it.</summary>
    public override string ToString() => $"{Field}: {Sentence}";
}
