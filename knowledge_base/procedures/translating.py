"""From a row of the portal's file to a procedure, its flattened tables taken apart."""

from __future__ import annotations

from knowledge_base.procedures import dossiers, tables
from knowledge_base.procedures.model import Procedure
from knowledge_base.procedures.rows import LEVELS, ProcedureRow, stated


def procedure_of(row: ProcedureRow) -> Procedure:
    """The procedure that a row of the file describes."""
    levels = tuple(sorted((one.strip() for one in row.cap_thuc_hien.split(",")), key=LEVELS.index))
    filings = tables.filings(row.cach_thuc_thuc_hien)
    papers = dossiers.paper_groups(row.thanh_phan_ho_so)
    bases = tables.bases(row.can_cu_phap_ly)
    return Procedure(
        code=row.ma_thu_tuc,
        name=" ".join(row.ten_thu_tuc.split()).strip(" .;:"),
        url=row.detail_url,
        ministry=row.bo,
        decision=stated(row.so_quyet_dinh),
        levels=levels,
        subject=stated(row.linh_vuc),
        applicants=stated(row.doi_tuong_thuc_hien),
        authority=stated(row.co_quan_co_tham_quyen),
        offices=stated(row.co_quan_thuc_hien),
        address=stated(row.dia_chi_tiep_nhan),
        coordinating=stated(row.co_quan_phoi_hop),
        steps=stated(row.trinh_tu_thuc_hien),
        filings=filings,
        filings_text=None if filings else stated(tables.without_header(row.cach_thuc_thuc_hien)),
        papers=papers,
        papers_text=None if papers else stated(row.thanh_phan_ho_so),
        bases=bases,
        bases_text=None if bases else stated(row.can_cu_phap_ly),
        conditions=stated(row.yeu_cau_dieu_kien),
        results=tables.results(row.ket_qua_xu_ly),
    )
