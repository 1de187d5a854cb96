using System.Collections.Frozen;

namespace Hub.Connectors.Lapor;

/// <summary>The 26 columns of the export, as its header prints them.</summary>
internal static class LaporColumns
{
    public const string TrackingId = "Tracking ID";
    public const string Date = "Tanggal Laporan Masuk";
    public const string Time = "Waktu Laporan Masuk";
    public const string Name = "Nama Pelapor";
    public const string Classification = "Klasifikasi Laporan";
    public const string Category = "Kategori";
    public const string Title = "Judul Laporan";
    public const string FirstBody = "Isi Laporan Awal";
    public const string FinalBody = "Isi Laporan Akhir";
    public const string Type = "Tipe Laporan (Anonim/Rahasia)";
    public const string Channel = "Sumber Laporan";
    public const string Institution = "Instansi Terdisposisi";
    public const string Status = "Status Laporan";
    public const string Reason = "Alasan Tunda/Arsip";
    public const string Province = "Provinsi";
    public const string Regency = "Kota/Kabupaten";
    public const string District = "Kecamatan";
    public const string Village = "Kelurahan";
    public const string Rating = "Rating";

    /// <summary>Without these a file is no export.</summary>
    public static readonly string[] Needed = [TrackingId, Date, Title, Status];

    public static readonly FrozenSet<string> Known = new[]
    {
        TrackingId, Date, Time, Name, Classification, "ID Kategori", Category, Title, FirstBody, FinalBody, Type, Channel, "Instansi Induk",
        "ID Instansi Terdisposisi", Institution, Status, Reason, Province, Regency, District, Village, "Nomor SK", "Url SK",
        "Url Dokumen Laporan Tahunan", "Laporan yang Masuk melalui Kanal Aduan Setwapres", Rating,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
