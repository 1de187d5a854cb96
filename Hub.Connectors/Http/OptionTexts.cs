namespace Hub.Connectors.Http;

/// <summary>What an administrator reads when a setting is refused; <c>{0}</c> is the setting's name.</summary>
public static class OptionTexts
{
    public const string Required = "{0} wajib diisi.";
    public const string Range = "{0} harus antara {1} dan {2}.";
    public const string Address = "{0} harus alamat lengkap yang diawali http:// atau https://.";
    public const string Form = "{0} tidak sesuai bentuk yang diharapkan.";
}
