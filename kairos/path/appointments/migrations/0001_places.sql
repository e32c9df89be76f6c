-- Places are counted where they are held: the row of the slot is what rivals wait for, its constraint what refuses them.
-- As its owner: whoever takes a place may not write the slot.
CREATE FUNCTION kairos_count_places() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  before boolean := TG_OP <> 'INSERT' AND OLD.state IN ('booked', 'attended', 'absent');
  after boolean := TG_OP <> 'DELETE' AND NEW.state IN ('booked', 'attended', 'absent');
BEGIN
  IF before AND (NOT after OR NEW.slot_id <> OLD.slot_id) THEN
    UPDATE appointment_slot SET taken = taken - 1 WHERE id = OLD.slot_id;
  END IF;
  IF after AND (NOT before OR NEW.slot_id <> OLD.slot_id) THEN
    UPDATE appointment_slot SET taken = taken + 1 WHERE id = NEW.slot_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER kairos_count_places AFTER INSERT OR DELETE OR UPDATE OF state, slot_id ON appointment_booking
FOR EACH ROW EXECUTE FUNCTION kairos_count_places();
